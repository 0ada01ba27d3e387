namespace Aura;

/// <summary>A future that a driver wants to go on with.</summary>
public sealed record LeaseRequest
{
    /// <summary>The future's name.</summary>
    public required string Future { get; init; }

    /// <summary>For how long: one second to one day.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The lease that is to be renewed; null for a new one.</summary>
    public string? Lease { get; init; }
}
