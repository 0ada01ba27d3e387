namespace Aura;

/// <summary>A branch whose content another line is to take over.</summary>
public sealed record PromoteRequest
{
    /// <summary>The branch, of the same agent.</summary>
    public required string Branch { get; init; }

    /// <summary>The state that must be the branch's last one; null to take over whatever is.</summary>
    public StateId? Head { get; init; }

    /// <summary>Why it was chosen. A link to the branch's last state is added.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;

    /// <summary>An idempotency key of the line that takes over: as <see cref="SaveRequest.OperationId"/>.</summary>
    public string? OperationId { get; init; }

    /// <summary>The version that must be the last one of the line that takes over; null to follow whatever is there.</summary>
    public long? ExpectedVersion { get; init; }
}
