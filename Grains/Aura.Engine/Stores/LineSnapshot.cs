namespace Aura.Engine;

/// <summary>A line as it stood at one moment.</summary>
/// <param name="Record">The branch's record.</param>
/// <param name="Segments">The branches that its history was written on, oldest first; the last is its own and open-ended.</param>
/// <param name="Head">Its last state: the fork point until it has states of its own.</param>
public sealed record LineSnapshot(BranchRecord Record, IReadOnlyList<LineSegment> Segments, AgentState? Head)
{
    /// <summary>Cuts a lineage into segments.</summary>
    /// <param name="lineage">The branch's record, then its origin's, and so on up to <c>main</c>'s.</param>
    public static IReadOnlyList<LineSegment> SegmentsOf(IReadOnlyList<BranchRecord> lineage)
    {
        var segments = new LineSegment[lineage.Count];
        var to = long.MaxValue;
        for (var i = 0; i < lineage.Count; i++)
        {
            segments[^(i + 1)] = new LineSegment(lineage[i].Name, lineage[i].ForkVersion + 1, to);
            to = lineage[i].ForkVersion;
        }
        return segments;
    }
}
