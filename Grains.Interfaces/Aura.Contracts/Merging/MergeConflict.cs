namespace Aura;

/// <summary>A place in a JSON document that both sides of a merge changed, and not to the same value.</summary>
public sealed record MergeConflict
{
    /// <summary>
    /// Where: a JSON Pointer (RFC 6901), empty for the whole document. An element of an array that is merged by id is named by its index
    /// in ours, or in theirs if ours lacks it, or in the base if both do.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The value both sides started from; null if there was none.</summary>
    public Payload? Base { get; init; }

    /// <summary>Our value; null if we have none.</summary>
    public Payload? Ours { get; init; }

    /// <summary>Their value; null if they have none.</summary>
    public Payload? Theirs { get; init; }
}
