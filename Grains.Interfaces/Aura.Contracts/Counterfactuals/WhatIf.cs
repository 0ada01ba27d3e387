namespace Aura;

/// <summary>A counterfactual that is tried on a branch: what was predicted of it beside what came of it.</summary>
public sealed record WhatIf
{
    /// <summary>The branch. Its first own state has the counterfactual's value.</summary>
    public required BranchInfo Branch { get; init; }

    /// <summary>The state that recorded the counterfactual.</summary>
    public required StateId State { get; init; }

    /// <summary>The counterfactual's name.</summary>
    public required string Counterfactual { get; init; }

    /// <summary>The score that was predicted; null if nobody scored it.</summary>
    public double? Predicted { get; init; }

    /// <summary>The score of the branch's last outcome; null as long as it has none.</summary>
    public double? Realised { get; init; }

    /// <summary>The score of the first outcome, after the choice, of the line that the choice was made on; null if it has none.</summary>
    public double? Factual { get; init; }
}
