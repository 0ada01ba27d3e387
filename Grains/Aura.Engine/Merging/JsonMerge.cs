namespace Aura.Engine;

/// <summary>
/// Merges two JSON documents that were changed from one: objects key by key, arrays of objects that all have an <c>id</c> of their own
/// by id, and any other value as one. What one side changed is taken from it; what both changed, and not to the same value, is a
/// conflict. It does not matter which side is called ours, but that ours stands where a conflict is left.
/// </summary>
/// <remarks>
/// Values are compared as <see cref="JsonDiff"/> compares them. An array's elements stand in the order of the base, or of the one side
/// that changed it; if both changed it in two ways, the whole array is a conflict. An element that only one side has follows the element it
/// follows there, and where both sides put some in one place, the run with the lesser first id comes first.
/// </remarks>
public static class JsonMerge
{
    /// <summary>Merges.</summary>
    /// <param name="base">What both sides started from; null if they have nothing in common.</param>
    /// <param name="ours">One side.</param>
    /// <param name="theirs">The other side.</param>
    /// <param name="resolve">Asked for each conflict; with null it is left.</param>
    /// <exception cref="InvalidInputException">An answer removes the whole document, or nests it deeper than 64.</exception>
    public static JsonMergeResult Merge(Payload? @base, Payload ours, Payload theirs, Func<MergeConflict, MergeResolution?>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        using var first = @base?.Open();
        using var left = ours.Open();
        using var right = theirs.Open();
        var walk = new MergeWalk(resolve);
        var merged = walk.Merge(first?.RootElement ?? default, left.RootElement, right.RootElement);
        if (merged.IsAbsent)
            throw new InvalidInputException("resolution", "The whole document cannot be removed: a resolution of the path '' must hold a value.");
        var buffer = new JsonBuffer(Math.Max(ours.Length, theirs.Length));
        merged.Write(buffer);
        return new JsonMergeResult(buffer.ToPayload(), walk.Conflicts, walk.Resolved);
    }
}
