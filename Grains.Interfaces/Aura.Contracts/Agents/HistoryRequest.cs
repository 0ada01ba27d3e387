namespace Aura;

/// <summary>Which part of a line's history to stream.</summary>
public sealed record HistoryRequest
{
    /// <summary>The first version; 1 if null.</summary>
    public long? FromVersion { get; init; }

    /// <summary>The last version; the head's if null.</summary>
    public long? ToVersion { get; init; }

    /// <summary>Only states of this type.</summary>
    public string? Type { get; init; }

    /// <summary>The most states.</summary>
    public int? Limit { get; init; }

    /// <summary>Newest first instead of oldest first.</summary>
    public bool NewestFirst { get; init; }
}
