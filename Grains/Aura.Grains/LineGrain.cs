using Aura.Engine;
using Orleans.Serialization.Invocation;

namespace Aura.Grains;

/// <summary>
/// One line as a grain. It holds an engine and hands calls on: reads run beside everything, the others take turns.
/// What it keeps in memory is committed, so that it may be deactivated, moved or killed at any moment.
/// </summary>
public abstract class LineGrain<TEngine>(EngineServices services, CallLimit limit) : Grain, IBranch, IGrainMigrationParticipant
    where TEngine : BranchEngine
{
    private const string Head = "aura.head";
    private const string CreatedAt = "aura.created";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private TEngine? _engine;

    /// <summary>What this line shares with the others of its silo.</summary>
    protected EngineServices Services => services;

    /// <summary>The engine; made by the first call, so that a key that is no name is that call's error.</summary>
    protected TEngine Engine => _engine ??= CreateEngine(services, this.GetPrimaryKeyString());

    /// <summary>
    /// Whether a call may run beside the one that is running. The others wait in Orleans' queue, which is bounded; but it lets them all in while
    /// a read runs, so that they take turns here too.
    /// </summary>
    public static bool MayInterleave(IInvokable call) =>
        call.GetMethodName() is not (nameof(IAgent.SaveAsync) or nameof(IAgent.RevertAsync) or nameof(IAgent.MergeAsync) or nameof(IAgent.PromoteAsync)
            or nameof(IAgent.DiscardAsync) or nameof(IAgent.ErasePayloadAsync) or nameof(IAgent.EraseAsync));

    /// <inheritdoc/>
    public ValueTask<AgentState> SaveAsync(SaveRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Engine.SaveAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentState> RevertAsync(RevertRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Engine.RevertAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MergeReport> MergeAsync(MergeRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Engine.MergeAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentState> PromoteAsync(PromoteRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Engine.PromoteAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AgentState> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken = default) =>
        WriteAsync(() => Engine.DiscardAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Retrieved> RetrieveAsync(RetrieveRequest request, CancellationToken cancellationToken = default)
    {
        var retrieved = await limit.RunAsync(() => Engine.ComputeAsync(request, cancellationToken));
        return request.Remember ? await WriteAsync(() => Engine.RememberAsync(request, retrieved, cancellationToken), cancellationToken) : retrieved;
    }

    /// <inheritdoc/>
    public ValueTask<AgentState?> LoadAsync(LoadRequest? request = null, CancellationToken cancellationToken = default) =>
        request is null && Engine.LoadedHead is { } head
            ? ValueTask.FromResult<AgentState?>(head)
            : LoadFromStoreAsync(request, cancellationToken);

    // Apart, so that a head in memory is not given a closure.
    private ValueTask<AgentState?> LoadFromStoreAsync(LoadRequest? request, CancellationToken cancellationToken) =>
        limit.RunAsync(() => Engine.LoadAsync(request, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<AgentState> HistoryAsync(HistoryRequest? request = null, CancellationToken cancellationToken = default) =>
        MessageSizes.BoundAsync(Engine.HistoryAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BranchInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        limit.RunAsync(() => Engine.DescribeAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<LineVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        limit.RunAsync(() => Engine.VerifyAsync(cancellationToken));

    /// <summary>Forgets what is in memory: somebody wrote to the line beside it, or erased it.</summary>
    /// <remarks>
    /// In turn, since a save that is under way would put into memory again what it has saved. The grain stays: were it deactivated, callers who
    /// have many forget at once would be sent from one activation that ends to the next, and be refused once that is too often for Orleans.
    /// </remarks>
    public virtual async ValueTask ForgetAsync()
    {
        var engine = Engine;
        await _turn.WaitAsync();
        engine.Unload();
        _turn.Release();
    }

    /// <summary>Sends a main line's head along, if it is small; the rest is read again.</summary>
    public void OnDehydrate(IDehydrationContext context)
    {
        if (_engine?.LoadedMain is not { } main || StateSize.Of(main.Head) > MessageSizes.Cheap) return;
        context.TryAddValue(Head, main.Head);
        context.TryAddValue(CreatedAt, main.CreatedAt);
    }

    /// <inheritdoc/>
    public void OnRehydrate(IRehydrationContext context)
    {
        if (context.TryGetValue<AgentState>(Head, out var head) && context.TryGetValue<DateTimeOffset>(CreatedAt, out var createdAt))
            Engine.Restore(head!, createdAt);
    }

    /// <summary>Makes the engine of a key.</summary>
    /// <exception cref="InvalidInputException">The key is not one.</exception>
    protected abstract TEngine CreateEngine(EngineServices services, string key);

    /// <summary>Runs a call that changes something, after those before it.</summary>
    protected async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        using var entered = limit.Enter();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await call();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs a call that appends, after those before it.</summary>
    protected async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await InTurnAsync(call, cancellationToken);
        }
        catch (Exception e) when (e is StoreException or UncertainWriteException)
        {
            // This silo may be cut off from the store, or not be the only one that holds the line: wherever it wakes up next, it is read anew.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>Runs a call that may need the store.</summary>
    protected ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call) => limit.RunAsync(call);
}
