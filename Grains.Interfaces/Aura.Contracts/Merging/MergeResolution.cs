namespace Aura;

/// <summary>What a conflict was decided to be.</summary>
public sealed record MergeResolution
{
    /// <summary>The value is removed.</summary>
    public static readonly MergeResolution Removed = new();

    /// <summary>The value; null if it is removed.</summary>
    public Payload? Value { get; init; }

    /// <summary>This value, or none.</summary>
    public static MergeResolution Of(Payload? value) => value is null ? Removed : new MergeResolution { Value = value };
}
