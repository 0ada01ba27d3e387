namespace Aura.Engine;

/// <summary>Merges the contents of two states of one agent: three-way, from their lowest common ancestors.</summary>
internal sealed class StateMerge(EngineServices services, string agent)
{
    private static readonly TimeSpan LongestDecision = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Payload> _bases = new(StringComparer.Ordinal);

    /// <summary>Says what comes of it. Nothing is stored.</summary>
    public async ValueTask<MergeReport> MergeAsync(
        AgentState ours, AgentState theirs, MergeStrategy strategy, IMergeResolver? resolver, CancellationToken cancellationToken)
    {
        var ancestry = new Ancestry(new BranchGraph
        {
            Agent = agent,
            Branches = await services.Store.ReadBranchesAsync(agent, null, cancellationToken),
            Joins = await services.Store.ReadJoinsAsync(agent, cancellationToken),
        });
        var bases = await ReadAsync(
            ancestry.LowestCommon(ancestry.Of(ours.Branch, ours.Version), ancestry.Of(theirs.Branch, theirs.Version)), cancellationToken);
        var report = new MergeReport { Kind = MergeKind.Merged, Ours = ours.Id, Theirs = theirs.Id, Bases = [.. bases.Select(b => b.Id)] };
        if (bases.Any(b => b.Id == theirs.Id)) return report with { Kind = MergeKind.UpToDate, Payload = ours.Payload };
        if (bases.Any(b => b.Id == ours.Id)) return report with { Kind = MergeKind.FastForward, Payload = Content(theirs) };

        var content = await BaseAsync(ancestry, bases, cancellationToken);
        var merge = await MergeAsync(content, Content(ours), Content(theirs), null, cancellationToken);
        if (merge.Conflicts.Count > 0)
        {
            var decided = await DecideAsync(merge.Conflicts, strategy, resolver, cancellationToken);
            if (decided.Count > 0)
                merge = await MergeAsync(content, Content(ours), Content(theirs), conflict => decided.GetValueOrDefault(conflict), cancellationToken);
        }
        return report with
        {
            Kind = merge.Conflicts.Count > 0 ? MergeKind.Conflicted : MergeKind.Merged,
            Payload = merge.Merged,
            Conflicts = merge.Conflicts,
            Resolved = merge.Resolved,
        };
    }

    /// <summary>What a merge's state says of how it came to be: the request's reasons, who decided conflicts, and where.</summary>
    public static CausalContext Explain(MergeRequest request, MergeReport report)
    {
        if (report.Resolved.Count == 0) return request.Context;
        string[] deciders = [.. new[] { request.Resolver is { } name ? $"resolver:{name}" : null, request.Strategy switch
        {
            MergeStrategy.Ours => "strategy:ours",
            MergeStrategy.Theirs => "strategy:theirs",
            _ => null,
        } }.OfType<string>()];
        var places = report.Resolved.Select(c => $"resolved:{Plain(c.Path)}").Distinct(StringComparer.Ordinal);
        return request.Context with
        {
            Causes = [.. request.Context.Causes, .. deciders.Select(d => Cause.Of(d))],
            Effects = [.. request.Context.Effects, .. places.Take(Math.Max(0, Rules.MaxContextItems - request.Context.Effects.Count))],
        };
    }

    // Where branches were merged crosswise there are several bases. They are merged in turn into one that nobody ever saved; where they
    // contradict each other it goes back to what was before them, so that the contradiction shows up in the merge above it.
    private async ValueTask<Payload?> BaseAsync(Ancestry ancestry, IReadOnlyList<AgentState> bases, CancellationToken cancellationToken)
    {
        if (bases.Count == 0) return null;
        // Crosswise merges meet the same bases again and again.
        var key = string.Join(' ', bases.Select(b => b.Id));
        if (_bases.TryGetValue(key, out var known)) return known;
        var content = Content(bases[0]);
        var reach = ancestry.Of(bases[0].Branch, bases[0].Version);
        foreach (var next in bases.Skip(1))
        {
            var others = ancestry.Of(next.Branch, next.Version);
            var before = await ReadAsync(ancestry.LowestCommon(reach, others), cancellationToken);
            var under = await BaseAsync(ancestry, before, cancellationToken);
            content = (await MergeAsync(under, content, Content(next), conflict => MergeResolution.Of(conflict.Base), cancellationToken)).Merged;
            foreach (var (branch, version) in others) reach[branch] = Math.Max(version, reach.GetValueOrDefault(branch));
        }
        return _bases[key] = content;
    }

    // On the thread pool: large documents take a while, which a grain's readers shall not wait for.
    private static Task<JsonMergeResult> MergeAsync(
        Payload? under, Payload ours, Payload theirs, Func<MergeConflict, MergeResolution?>? resolve, CancellationToken cancellationToken) =>
        Task.Run(() => JsonMerge.Merge(under, ours, theirs, resolve), cancellationToken);

    private async ValueTask<IReadOnlyList<AgentState>> ReadAsync(IReadOnlyList<(string Branch, long Version)> places, CancellationToken cancellationToken)
    {
        var states = new AgentState[places.Count];
        for (var i = 0; i < states.Length; i++)
        {
            var range = new LineRange(agent, places[i].Branch, places[i].Version, places[i].Version);
            states[i] = (await services.Store.ReadRangeAsync(range, cancellationToken)).SingleOrDefault()
                ?? throw new StoreException($"Agent '{agent}', branch '{places[i].Branch}' has no version {places[i].Version}: run verify on it.");
        }
        return states;
    }

    private async ValueTask<Dictionary<MergeConflict, MergeResolution>> DecideAsync(
        IReadOnlyList<MergeConflict> conflicts, MergeStrategy strategy, IMergeResolver? resolver, CancellationToken cancellationToken)
    {
        var decided = new Dictionary<MergeConflict, MergeResolution>();
        foreach (var conflict in conflicts)
        {
            var resolution = resolver is null ? null : await AskAsync(resolver, conflict, cancellationToken);
            resolution ??= strategy switch
            {
                MergeStrategy.Ours => MergeResolution.Of(conflict.Ours),
                MergeStrategy.Theirs => MergeResolution.Of(conflict.Theirs),
                _ => null,
            };
            if (resolution is not null) decided[conflict] = resolution;
        }
        return decided;
    }

    // The line waits meanwhile, so that a resolver that never answers must not hold it for ever.
    private async ValueTask<MergeResolution?> AskAsync(IMergeResolver resolver, MergeConflict conflict, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => resolver.ResolveAsync(conflict, cancellationToken).AsTask(), cancellationToken)
                .WaitAsync(LongestDecision, services.Time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new InvalidInputException("resolver", $"Resolver took longer than {LongestDecision.TotalSeconds} s over the conflict at '{conflict.Path}'.", e);
        }
        catch (Exception e) when (e is not (AuraException or OperationCanceledException))
        {
            throw new InvalidInputException("resolver", $"Resolver failed over the conflict at '{conflict.Path}': {e.Message}", e);
        }
    }

    private static Payload Content(AgentState state) =>
        state.Payload ?? throw new NotFoundException($"The content of state {state.Id} was erased.");

    // A path may hold what no label may.
    private static string Plain(string path)
    {
        var plain = string.Concat(path.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return plain.Length <= Rules.MaxLabel - 20 ? plain : plain[..(Rules.MaxLabel - 20)] + "…";
    }
}
