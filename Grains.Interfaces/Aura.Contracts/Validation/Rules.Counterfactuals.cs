namespace Aura;

public static partial class Rules
{
    /// <summary>Checks which counterfactual is to be tried, and on which branch.</summary>
    /// <exception cref="InvalidInputException">A name cannot be.</exception>
    public static WhatIfRequest WhatIf(WhatIfRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        Names.Check("counterfactual", request.Counterfactual);
        if (request.Branch is not null) NotReserved("branch", Names.Check("branch", request.Branch));
        return request;
    }
}
