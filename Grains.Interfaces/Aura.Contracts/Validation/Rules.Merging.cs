namespace Aura;

public static partial class Rules
{
    /// <summary>Checks what is to be merged.</summary>
    /// <exception cref="InvalidInputException">It names nothing, or two things; or a field breaks a rule.</exception>
    public static void Merge(MergeRequest request)
    {
        if (request.Branch is null == request.State is null)
            throw new InvalidInputException("branch", "A merge names either the branch or the state that is merged in.");
        if (request.Branch is not null) NotReserved("branch", Names.Check("branch", request.Branch));
        if (!Enum.IsDefined(request.Strategy))
            throw new InvalidInputException("strategy", $"Strategy {(int)request.Strategy} is unknown: report, ours and theirs are allowed.");
        if (request.Resolver is not null) Names.Check("resolver", request.Resolver);
        Joined(request.Context, request.OperationId, request.ExpectedVersion);
    }

    /// <summary>Checks what is to be promoted.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static void Promote(PromoteRequest request)
    {
        NotReserved("branch", Names.Check("branch", request.Branch));
        Joined(request.Context, request.OperationId, request.ExpectedVersion);
    }

    /// <summary>Checks what a line is to go back to.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static void Revert(RevertRequest request)
    {
        if (request.To is null) throw new InvalidInputException("to", "To is missing: it must name an older state of the line.");
        Load(request.To);
        Joined(request.Context, request.OperationId, request.ExpectedVersion);
    }

    /// <summary>Checks what a branch is given up with.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static void Discard(DiscardRequest request) => Context(request.Context, int.MaxValue);

    private static void Joined(CausalContext context, string? operationId, long? expectedVersion)
    {
        Context(context, int.MaxValue);
        if (operationId is not null) Names.Check("operationId", operationId);
        if (expectedVersion < 0)
            throw new InvalidInputException("expectedVersion", $"Expected version {expectedVersion} is negative: it is 0 for an empty line.");
    }
}
