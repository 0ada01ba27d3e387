namespace Aura.Engine;

/// <summary>
/// Finds an agent's branches on which counterfactuals are tried, and what came of them. It asks the store a few times for hundreds of
/// branches, and as a rule twice for each what-if.
/// </summary>
internal sealed class WhatIfReader(ICausalStore store, string agent)
{
    private const int BranchesAtOnce = 256;

    /// <summary>Reads those among these branches.</summary>
    public async ValueTask<List<WhatIf>> ReadAsync(IReadOnlyList<BranchInfo> branches, CancellationToken cancellationToken)
    {
        var read = new List<WhatIf>();
        foreach (var some in branches.Where(b => b.ForkState is not null && b.States > 0).Chunk(BranchesAtOnce))
            read.AddRange(await ReadSomeAsync(some, cancellationToken));
        return read;
    }

    private async ValueTask<List<WhatIf>> ReadSomeAsync(BranchInfo[] branches, CancellationToken cancellationToken)
    {
        var forks = branches.Select(b => b.ForkState!.Value).Distinct().ToArray();
        var next = (await store.ReadEffectsAsync(forks, parents: true, cancellationToken)).Where(l => l.Kind == CausalEdgeKind.Parent);
        var first = (await store.ReadStatesAsync([.. next.Select(l => l.Effect).Distinct()], cancellationToken)).ToLookup(s => (s.Branch, s.Version));
        var tried = branches
            .Select(b => (Branch: b, Tried: first[(b.Name, b.ForkVersion + 1)].Select(WhatIfState.Read).SingleOrDefault()))
            .Where(b => b.Tried is not null).Select(b => (b.Branch, b.Tried!.Value.Recorded, b.Tried.Value.Counterfactual, b.Tried.Value.Choice)).ToArray();
        if (tried.Length == 0) return [];
        var named = (await store.ReadStatesAsync([.. tried.SelectMany(t => (StateId[])[t.Recorded, t.Choice]).Distinct()], cancellationToken))
            .ToDictionary(s => s.Id);
        var read = new List<WhatIf>();
        foreach (var (branch, recorded, counterfactual, choice) in tried)
        {
            read.Add(new WhatIf
            {
                Branch = branch,
                State = recorded,
                Counterfactual = counterfactual,
                Predicted = named.GetValueOrDefault(recorded)?.Context.Counterfactuals.GetValueOrDefault(counterfactual)?.Score,
                Realised = await ScoreAsync(branch.Name, branch.ForkVersion + 1, last: true, cancellationToken),
                Factual = named.GetValueOrDefault(choice) is { } chosen
                    ? await ScoreAsync(chosen.Branch, chosen.Version, last: false, cancellationToken)
                    : null,
            });
        }
        return read;
    }

    // A choice that is an outcome is what came of itself.
    private async ValueTask<double?> ScoreAsync(string branch, long from, bool last, CancellationToken cancellationToken)
    {
        var range = new LineRange(agent, branch, from, long.MaxValue, 1, Descending: last, StateTypes.Outcome);
        while (await store.ReadRangeAsync(range, cancellationToken) is [var found])
        {
            if (OutcomeScore.IsOutcome(found)) return OutcomeScore.Of(found);
            range = last ? range with { To = found.Version - 1 } : range with { From = found.Version + 1 };
        }
        return null;
    }
}
