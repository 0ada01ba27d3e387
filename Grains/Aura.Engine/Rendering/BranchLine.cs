using System.Globalization;

namespace Aura.Engine;

/// <summary>One branch as it is drawn: the places on it where something begins, leaves, joins or ends, and the runs between them.</summary>
internal sealed class BranchLine(string name, BranchInfo? info)
{
    private readonly SortedDictionary<long, (StateId? Id, BranchJoin? Join)> _points = [];
    private readonly Dictionary<long, BranchNode> _found = [];

    public string Name { get; } = name;

    /// <summary>What is known of the branch.</summary>
    public BranchInfo? Info { get; } = info;

    /// <summary>From the oldest to the head.</summary>
    public List<BranchNode> Nodes { get; } = [];

    /// <summary>The lines of a graph, in its order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="runs">Whether the states between such places are nodes of their own, of which the head may be a part.</param>
    public static IReadOnlyList<BranchLine> Of(BranchGraph graph, bool runs)
    {
        var lines = new Dictionary<string, BranchLine>(StringComparer.Ordinal);
        foreach (var branch in graph.Branches) lines[branch.Name] = new BranchLine(branch.Name, branch);
        BranchLine LineOf(string name)
        {
            if (!lines.TryGetValue(name, out var line)) lines.Add(name, line = new BranchLine(name, null));
            return line;
        }
        foreach (var branch in graph.Branches)
        {
            if (branch.Origin is { } origin) LineOf(origin).Mark(branch.ForkVersion, branch.ForkState);
            if (branch.States > 0 && !runs) LineOf(branch.Name).Mark(branch.HeadVersion, branch.Head);
        }
        foreach (var join in graph.Joins)
        {
            LineOf(join.Branch).Mark(join.Version, join.State, join);
            LineOf(join.JoinedBranch).Mark(join.JoinedVersion, join.Joined);
        }
        foreach (var line in lines.Values) line.Lay(runs);
        foreach (var line in lines.Values) line.Connect(lines);
        return [.. lines.Values.Where(line => line.Nodes.Count > 0)];
    }

    /// <summary>What has become of the branch, in a word or a few.</summary>
    public string? Status() => Info switch
    {
        null => null,
        { Status: BranchStatus.Open, ExpiresAt: { } end } => $"open until {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
        _ => Info.Status.ToString().ToLowerInvariant(),
    };

    /// <summary>What a node is called: its branch and versions, and in brackets what there is to say of it.</summary>
    public static string Describe(BranchNode node)
    {
        string?[] said =
        [
            node.IsEmpty ? "no states yet" : node.To > node.From ? string.Create(CultureInfo.InvariantCulture, $"{node.To - node.From + 1:N0} states") : null,
            node.Join is { } join ? $"{Verb(join)} {join.JoinedBranch}@{join.JoinedVersion}" : null,
            node.IsHead ? node.Line.Status() : null,
        ];
        var versions = node.IsEmpty ? "" : node.To > node.From ? $"@{node.From}..{node.To}" : $"@{node.To}";
        var all = string.Join(", ", said.Where(s => s is not null));
        return $"{node.Line.Name}{versions}{(all.Length == 0 ? "" : $" ({all})")}";
    }

    private static string Verb(BranchJoin join) => join.Source == StateSource.Promotion ? "promotes" : "merges";

    private void Mark(long version, StateId? id, BranchJoin? join = null)
    {
        _points.TryGetValue(version, out var known);
        _points[version] = (id ?? known.Id, join ?? known.Join);
    }

    private void Lay(bool runs)
    {
        var next = (Info?.ForkVersion ?? 0) + 1;
        foreach (var (version, (id, join)) in _points)
        {
            if (runs && version > next && Info is not null) Add(new BranchNode(this, next, version - 1));
            Add(new BranchNode(this, version, version) { Id = id, Join = join });
            next = Math.Max(next, version + 1);
        }
        if (Info is null) return;
        if (runs && Info.HeadVersion >= next) Add(new BranchNode(this, next, Info.HeadVersion) { Id = Info.Head });
        else if (Nodes.Count == 0 && Info.Origin is not null) Add(new BranchNode(this, Info.ForkVersion + 1, Info.ForkVersion) { Id = Info.ForkState });
    }

    private void Add(BranchNode node)
    {
        if (Nodes.Count > 0) node.Parents.Add(Nodes[^1]);
        Nodes.Add(node);
        _found[node.To] = node;
    }

    private void Connect(Dictionary<string, BranchLine> lines)
    {
        if (Info is { Origin: { } origin } && Nodes.Count > 0) Nodes[0].Parents.Insert(0, lines[origin]._found[Info.ForkVersion]);
        foreach (var node in Nodes)
        {
            if (node.Join is { } join) node.Parents.Add(lines[join.JoinedBranch]._found[join.JoinedVersion]);
        }
    }
}
