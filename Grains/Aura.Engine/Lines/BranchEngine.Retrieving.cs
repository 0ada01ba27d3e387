namespace Aura.Engine;

public partial class BranchEngine
{
    /// <summary>
    /// Runs a retrieval on the thread pool, so that one that never returns holds up nobody: after its time limit it is left to itself. What it
    /// returns is not remembered yet.
    /// </summary>
    public async ValueTask<Retrieved> ComputeAsync(RetrieveRequest request, CancellationToken cancellationToken)
    {
        request = Rules.Retrieve(request);
        var retrieval = services.Parts.Retrievals.Get(request.Retrieval);
        var state = await LoadAsync(request.From, cancellationToken)
            ?? throw new NotFoundException($"Agent '{agent}', branch '{branch}' has no {(request.From is null ? "state" : "such state")}.");
        if (state.Payload is null && retrieval.NeedsPayload)
            throw new NotFoundException($"The content of state {state.Id} was erased: retrieval '{request.Retrieval}' needs it.");

        var context = new LineRetrievalContext(this, services.Store, state, request.Arguments, services.Time.GetUtcNow());
        return new Retrieved(state, await RunAsync(request, retrieval, context, cancellationToken), null);
    }

    /// <summary>Saves what a retrieval computed as the line's next state.</summary>
    public async ValueTask<Retrieved> RememberAsync(RetrieveRequest request, Retrieved retrieved, CancellationToken cancellationToken)
    {
        var save = new SaveRequest
        {
            Type = retrieved.State.Type,
            Payload = retrieved.Result,
            Context = new CausalContext { Causes = [retrieved.State, Cause.Of($"retrieval:{request.Retrieval}")] },
        };
        return retrieved with { Remembered = await SaveAsync(save, StateSource.Retrieval, null, cancellationToken) };
    }

    /// <inheritdoc/>
    public async ValueTask<Retrieved> RetrieveAsync(RetrieveRequest request, CancellationToken cancellationToken = default)
    {
        var retrieved = await ComputeAsync(request, cancellationToken);
        return request.Remember ? await RememberAsync(request, retrieved, cancellationToken) : retrieved;
    }

    private async ValueTask<Payload> RunAsync(
        RetrieveRequest request, IRetrieval retrieval, RetrievalContext context, CancellationToken cancellationToken)
    {
        var name = request.Retrieval;
        var limit = request.TimeLimit ?? RetrieveRequest.UsualTimeLimit;
        // The retrieval's own token is another one: whatever it hangs on that must not come between the caller and the end of the wait.
        var stop = new CancellationTokenSource();
        using var late = new CancellationTokenSource(limit, services.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var running = Task.Run(() => retrieval.ComputeAsync(context, stop.Token).AsTask(), CancellationToken.None);
        await ((Task)running).WaitAsync(over.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!running.IsCompleted)
        {
            Abandon(running, stop);
            cancellationToken.ThrowIfCancellationRequested();
            throw new RetrievalException($"Retrieval '{name}' took longer than {limit.TotalSeconds:0.###} s.");
        }
        try
        {
            var result = await running ?? throw new RetrievalException($"Retrieval '{name}' failed: it returned nothing.");
            return result.Length <= services.Options.MaxPayloadBytes
                ? result
                : throw new RetrievalException(
                    $"Retrieval '{name}' failed: its result has {result.Length:N0} bytes, and at most {services.Options.MaxPayloadBytes:N0} are allowed.");
        }
        catch (Exception e) when (e is not (InvalidInputException or RetrievalException))
        {
            throw new RetrievalException($"Retrieval '{name}' failed: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    // Nobody waits for it any more; that it still fails one day is nobody's error.
    private static void Abandon(Task running, CancellationTokenSource stop)
    {
        foreach (var task in (Task[])[stop.CancelAsync(), running])
        {
            _ = task.ContinueWith(
                failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
