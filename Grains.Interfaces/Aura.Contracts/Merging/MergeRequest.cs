namespace Aura;

/// <summary>What is to be merged into a line.</summary>
public sealed record MergeRequest
{
    /// <summary>The branch, of the same agent, whose last state is merged; or else <see cref="State"/>.</summary>
    public string? Branch { get; init; }

    /// <summary>The state of the same agent that is merged.</summary>
    public StateId? State { get; init; }

    /// <summary>What is done about conflicts.</summary>
    public MergeStrategy Strategy { get; init; }

    /// <summary>The name of the registered <see cref="IMergeResolver"/> that decides conflicts; what it leaves, the strategy decides.</summary>
    public string? Resolver { get; init; }

    /// <summary>Only says what would come of it.</summary>
    public bool Preview { get; init; }

    /// <summary>Why. What the merge resolved is added.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;

    /// <summary>An idempotency key of the line that is merged into: as <see cref="SaveRequest.OperationId"/>.</summary>
    public string? OperationId { get; init; }

    /// <summary>The version that must be the last one of the line that is merged into; null to follow whatever is there.</summary>
    public long? ExpectedVersion { get; init; }
}
