namespace Aura;

/// <summary>A line that is to go back to the content of one of its older states.</summary>
public sealed record RevertRequest
{
    /// <summary>The state: by version, id or either time, as a load names it.</summary>
    public required LoadRequest To { get; init; }

    /// <summary>Why. A link to the older state is added.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;

    /// <summary>An idempotency key: as <see cref="SaveRequest.OperationId"/>.</summary>
    public string? OperationId { get; init; }

    /// <summary>The version that must be the line's last one; null to follow whatever is there.</summary>
    public long? ExpectedVersion { get; init; }
}
