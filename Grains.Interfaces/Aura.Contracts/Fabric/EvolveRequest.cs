namespace Aura;

/// <summary>Until when time passes, and what it does.</summary>
public sealed record EvolveRequest
{
    /// <summary>The time to evolve to; now if null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether similar episodes consolidate into semantic memories.</summary>
    public bool Consolidate { get; init; } = true;
}
