namespace Aura;

/// <summary>Which memories count. What is not said does not matter.</summary>
public sealed record MemoryFilter
{
    /// <summary>One of these tiers.</summary>
    public IReadOnlyList<MemoryTier> Tiers { get; init => field = value ?? []; } = [];

    /// <summary>All of these labels.</summary>
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    /// <summary>This agent's.</summary>
    public string? Agent { get; init; }

    /// <summary>What happened at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>What happened before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
