namespace Aura.Engine;

/// <summary>
/// Who descends from whom among an agent's states. Within a line every state descends from those before it, so that a state's ancestors are
/// told by one number for each branch: the last version of it that is among them. It costs what there are branches and merges on the way,
/// however long the lines are.
/// </summary>
internal sealed class Ancestry
{
    private readonly Dictionary<string, BranchInfo> _branches;
    private readonly ILookup<string, BranchJoin> _joins;

    public Ancestry(BranchGraph graph)
    {
        _branches = graph.Branches.ToDictionary(b => b.Name, StringComparer.Ordinal);
        _joins = graph.Joins.ToLookup(j => j.Branch, StringComparer.Ordinal);
    }

    /// <summary>The last version of each branch that is among a state's ancestors, or is the state itself.</summary>
    public Dictionary<string, long> Of(string branch, long version)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new Stack<(string Branch, long Version)>([(branch, version)]);
        while (open.TryPop(out var at))
        {
            if (!_branches.TryGetValue(at.Branch, out var line)) continue;
            var before = last.GetValueOrDefault(at.Branch, line.ForkVersion);
            if (before >= at.Version) continue;
            if (before == line.ForkVersion && line.Origin is { } origin) open.Push((origin, line.ForkVersion));
            last[at.Branch] = at.Version;
            foreach (var join in _joins[at.Branch])
            {
                if (before < join.Version && join.Version <= at.Version) open.Push((join.JoinedBranch, join.JoinedVersion));
            }
        }
        return last;
    }

    /// <summary>The common ancestors of two sets of states that are no other's ancestors, in order of branch.</summary>
    /// <param name="ours">As <see cref="Of"/> gives it.</param>
    /// <param name="theirs">As <see cref="Of"/> gives it.</param>
    public IReadOnlyList<(string Branch, long Version)> LowestCommon(IReadOnlyDictionary<string, long> ours, IReadOnlyDictionary<string, long> theirs)
    {
        // The highest first: it mostly descends from all others, of which then none has to be looked at.
        var open = ours.Where(o => theirs.ContainsKey(o.Key)).Select(o => (Branch: o.Key, Version: Math.Min(o.Value, theirs[o.Key])))
            .OrderByDescending(c => c.Version).ToList();
        for (var i = 0; i < open.Count; i++)
        {
            var at = open[i];
            var ancestors = Of(at.Branch, at.Version);
            i -= open[..i].Count(c => Covers(c));
            open.RemoveAll(c => Covers(c));

            bool Covers((string Branch, long Version) c) => c != at && ancestors.GetValueOrDefault(c.Branch) >= c.Version;
        }
        return [.. open.OrderBy(c => c.Branch, StringComparer.Ordinal)];
    }
}
