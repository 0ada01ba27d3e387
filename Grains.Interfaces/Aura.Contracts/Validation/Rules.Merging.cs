namespace Aura;

public static partial class Rules
{
    /// <summary>Checks what is to be merged.</summary>
    /// <exception cref="InvalidInputException">It names nothing, or two things; or an unknown strategy.</exception>
    public static void Merge(MergeRequest request)
    {
        if (request.Branch is null == request.State is null)
            throw new InvalidInputException("branch", "A merge names either the branch or the state that is merged in.");
        if (request.Branch is not null) Names.Check("branch", request.Branch);
        if (!Enum.IsDefined(request.Strategy))
            throw new InvalidInputException("strategy", $"Strategy {(int)request.Strategy} is unknown: report, ours and theirs are allowed.");
    }
}
