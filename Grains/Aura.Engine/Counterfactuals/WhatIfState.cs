namespace Aura.Engine;

/// <summary>The first own state of a branch on which a counterfactual is tried. Its causes say all that must be known of it.</summary>
internal static class WhatIfState
{
    /// <summary>Its operation id, which makes writing it again find it.</summary>
    public const string OperationId = "what-if";

    private const string LabelPrefix = "what-if:";

    /// <summary>The branch's name, unless the caller gave one.</summary>
    public static string BranchOf(string counterfactual) => $"what-if/{counterfactual}";

    /// <summary>Makes the request to save it.</summary>
    /// <param name="recorded">The state that recorded the counterfactual.</param>
    /// <param name="counterfactual">The counterfactual's name.</param>
    /// <param name="choice">The state that took the other way.</param>
    /// <param name="expectedVersion">The version of the state that the branch forks at.</param>
    public static SaveRequest Request(AgentState recorded, string counterfactual, AgentState choice, long expectedVersion)
    {
        var causes = new List<Cause> { Cause.Of(recorded.Id, CausalRelation.Enabled), Cause.Of(LabelPrefix + counterfactual) };
        // It has no influence on what could have been, but what came of it is compared with that.
        if (choice.Id != recorded.Id) causes.Add(Cause.Of(choice.Id, CausalRelation.NoEffect));
        return new SaveRequest
        {
            Type = choice.Type,
            Payload = recorded.Context.Counterfactuals[counterfactual].Value,
            Context = new CausalContext { Causes = causes },
            OperationId = OperationId,
            ExpectedVersion = expectedVersion,
        };
    }

    /// <summary>Reads which counterfactual of which state a branch's first own state tries, and instead of which choice; null if it tries none.</summary>
    public static (StateId Recorded, string Counterfactual, StateId Choice)? Read(AgentState first)
    {
        if (first.Source != StateSource.Fork || first.OperationId != OperationId) return null;
        var causes = first.Context.Causes;
        if (causes.Count < 2 || causes[0].State is not { } recorded) return null;
        if (causes[1].Label is not { } label || !label.StartsWith(LabelPrefix, StringComparison.Ordinal)) return null;
        return (recorded, label[LabelPrefix.Length..], causes.Count > 2 && causes[2].State is { } choice ? choice : recorded);
    }
}
