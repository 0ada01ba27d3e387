namespace Aura.Engine;

public sealed partial class SpeculationEngine
{
    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> StartAsync(SpeculationRequest request, CancellationToken cancellationToken = default)
    {
        while (await SpeculationLog.ReadAsync(services.Store, agent, name, cancellationToken) is null)
        {
            request = Rules.Speculation(request);
            Rules.FutureBranches(name, request);
            services.Parts.Scorers.Get(request.Scorer);
            foreach (var future in request.Futures.Where(f => f.Simulation is not null)) services.Parts.Simulations.Get(future.Simulation!);
            try
            {
                await BeginAsync(request, cancellationToken);
            }
            catch (ConcurrencyException)
            {
                // Somebody else has just started it.
            }
        }
        return await DescribeAsync(cancellationToken);
    }

    private async ValueTask BeginAsync(SpeculationRequest request, CancellationToken cancellationToken)
    {
        var own = SpeculationLog.BranchOf(name);
        string[] names = [own, .. request.Futures.Select(f => BranchNames.OfFuture(name, f.Name))];
        var branches = (await services.Store.ReadBranchesAsync(agent, null, cancellationToken)).ToDictionary(b => b.Name, StringComparer.Ordinal);
        var begun = branches.GetValueOrDefault(own);
        var from = await FindFromAsync(request, branches.GetValueOrDefault(request.Branch), begun, cancellationToken);
        var started = Start(request, from);
        // Branches that an earlier try has left are as good as new ones: its own is among them. What another coordinator has
        // begun to fill meanwhile is told apart by the event that it wrote first.
        if (names.Select(branches.GetValueOrDefault)
            .FirstOrDefault(b => b is not null && (begun is null || b.ForkState != from.Id || b.States > 0)) is { } taken)
        {
            if (await SpeculationLog.ReadAsync(services.Store, agent, name, cancellationToken) is not null) return;
            throw new InvalidInputException(
                "futures", $"Agent '{agent}' already has a branch '{taken.Name}': give the speculation or the future another name.");
        }
        var now = Timestamps.Truncate(services.Time.GetUtcNow());
        await services.Store.CreateBranchesAsync(
            [.. names.Select(n => new BranchRecord(agent, n, from.Branch, from.Id, from.Version, now))], cancellationToken);
        await AppendAsync(started, cancellationToken);
    }

    // Known before there are branches, so that what cannot be kept leaves none.
    private SaveRequest Start(SpeculationRequest request, AgentState from)
    {
        try
        {
            var started = Saving(from.Version, new SpeculationStarted(request with { From = from.Id }));
            return Rules.Save(started, services.Options.MaxPayloadBytes);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException("request", $"Request cannot be kept: {e.Message}", e);
        }
    }

    private async ValueTask<AgentState> FindFromAsync(
        SpeculationRequest request, BranchInfo? line, BranchInfo? begun, CancellationToken cancellationToken)
    {
        if (line?.Head is null)
        {
            throw new InvalidInputException("branch", request.Branch == BranchNames.Main
                ? $"Agent '{agent}' has no state to start futures from."
                : $"Agent '{agent}' has no branch '{request.Branch}'.");
        }
        if (line.Status == BranchStatus.Discarded || line.ExpiresAt <= services.Time.GetUtcNow())
            throw new InvalidInputException("branch", $"Branch '{line.Name}' of agent '{agent}' is closed: nothing could be promoted to it.");
        // A try that died before it had begun has chosen already.
        var id = request.From ?? begun?.ForkState ?? line.Head.Value;
        return await host.Branch(agent, request.Branch).LoadAsync(new LoadRequest { Id = id, Fresh = true }, cancellationToken)
            ?? throw new InvalidInputException("from", $"State {id} is no part of branch '{request.Branch}' of agent '{agent}'.");
    }
}
