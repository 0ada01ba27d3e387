namespace Aura;

/// <summary>The answer to a conflict: the value that stands there from now on, or that none does.</summary>
public sealed record MergeResolution
{
    private MergeResolution(Payload? value) => Value = value;

    /// <summary>The value; null if it is removed.</summary>
    public Payload? Value { get; }

    /// <summary>Nothing stands there any more.</summary>
    public static MergeResolution Removed { get; } = new(value: null);

    /// <summary>This value stands there.</summary>
    public static MergeResolution Of(Payload value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new MergeResolution(value);
    }
}
