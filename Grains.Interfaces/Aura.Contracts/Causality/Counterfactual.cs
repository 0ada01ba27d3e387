namespace Aura;

/// <summary>What could have been done instead, and what is known of how it would have ended.</summary>
public sealed record Counterfactual
{
    /// <summary>What could have been: any JSON.</summary>
    public required Payload Value { get; init; }

    /// <summary>How it is known.</summary>
    public CounterfactualKind Kind { get; init; }

    /// <summary>How good it would have been, by the caller's own finite measure; null if nobody scored it.</summary>
    public double? Score { get; init; }

    /// <summary>The branch on which it was run, if it was.</summary>
    public string? Branch { get; init; }

    /// <summary>A recorded counterfactual with this text.</summary>
    public static implicit operator Counterfactual(string value) => new() { Value = value };

    /// <summary>A recorded counterfactual with this value.</summary>
    public static implicit operator Counterfactual(Payload value) => new() { Value = value };
}
