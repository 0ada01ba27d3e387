namespace Aura;

public static partial class Rules
{
    /// <summary>Checks a state that is to be stored again as it was; whether its digest fits, and whether it follows its line, is not looked at.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static void Replayed(AgentState state, int maxPayloadBytes)
    {
        Names.Check("state.agent", state.Agent);
        Names.Check("state.branch", state.Branch);
        Names.Check("state.type", state.Type);
        if (state.OperationId is not null) Names.Check("state.operationId", state.OperationId);
        if (!Enum.IsDefined(state.Source)) throw new InvalidInputException("state.source", $"Source {(int)state.Source} is unknown.");
        if (state.Version < 1) throw new InvalidInputException("state.version", $"Version {state.Version} cannot be: versions begin at 1.");
        if (state.Parents.Count > 2 || state.Parents.Count == 0 != (state.Version == 1))
            throw new InvalidInputException("state.parents", $"State {state.Id} has {state.Parents.Count} parents: an agent's first has none, another one or two.");
        if (state.Payload is { } payload)
        {
            if (payload.Length > maxPayloadBytes)
                throw new InvalidInputException("state.payload", $"Payload has {payload.Length:N0} bytes: at most {maxPayloadBytes:N0} are allowed.");
            if (Digest.Of(payload.Utf8.Span) != state.PayloadDigest)
                throw new InvalidInputException("state.payload", $"State {state.Id} does not have the payload that its digest names.");
        }
        Context(state.Context, maxPayloadBytes);
    }

    /// <summary>Checks a branch that is to be opened again as it was.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static void Replayed(ExportedBranch branch)
    {
        Names.Check("branch.agent", branch.Agent);
        if (Names.Check("branch.name", branch.Name) == BranchNames.Main)
            throw new InvalidInputException("branch.name", "Branch 'main' needs no record: every agent has it.");
        if (branch.CreatedAt == default) throw new InvalidInputException("branch.createdAt", $"Branch '{branch.Name}' does not say when it was opened.");
    }
}
