namespace Aura.Engine;

/// <summary>What a three-way merge came to.</summary>
/// <param name="Merged">The merged document; where a conflict is left it holds ours.</param>
/// <param name="Conflicts">The conflicts that are left, in the order of the merged document.</param>
/// <param name="Resolved">The conflicts that were answered, in the same order.</param>
public sealed record JsonMergeResult(Payload Merged, IReadOnlyList<MergeConflict> Conflicts, IReadOnlyList<MergeConflict> Resolved);
