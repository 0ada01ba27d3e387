namespace Aura;

/// <summary>A place that both sides changed, and not in the same way. A side is null where the value is absent.</summary>
public sealed record MergeConflict
{
    /// <summary>
    /// The place, as a JSON Pointer (RFC 6901). An element of an array that is merged by id has its index in ours; one that is not in ours, that in
    /// theirs, or else in the base: what tells it from another one at that index is the id in its values.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The value before the two parted.</summary>
    public Payload? Base { get; init; }

    /// <summary>The value in the line that is merged into.</summary>
    public Payload? Ours { get; init; }

    /// <summary>The value in what is merged in.</summary>
    public Payload? Theirs { get; init; }
}
