namespace Aura;

/// <summary>A counterfactual that is to be tried on a branch of its own.</summary>
public sealed record WhatIfRequest
{
    /// <summary>The state that recorded it.</summary>
    public required StateId State { get; init; }

    /// <summary>Its name.</summary>
    public required string Counterfactual { get; init; }

    /// <summary>
    /// The state that took the other way: the branch starts just before it. If null, the state that recorded the counterfactual; for an
    /// outcome, the last decision that it names as a cause.
    /// </summary>
    public StateId? Choice { get; init; }

    /// <summary>The branch's name; <c>what-if/NAME</c> if null.</summary>
    public string? Branch { get; init; }
}
