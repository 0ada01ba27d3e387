namespace Aura;

public static partial class Rules
{
    /// <summary>The longest name of a speculation, in UTF-16 code units: with its prefix it is a branch's.</summary>
    public static readonly int MaxSpeculationName = Names.MaxLength - BranchNames.SpeculationPrefix.Length;

    private const int MostFutures = 1000;

    private static readonly TimeSpan LongestSpeculation = TimeSpan.FromDays(30);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    /// <summary>Checks a branch's name that a caller gives: the speculations' own are not theirs.</summary>
    /// <exception cref="InvalidInputException">It is reserved.</exception>
    public static void NotReserved(string field, string branch)
    {
        if (branch.StartsWith(BranchNames.SpeculationPrefix, StringComparison.Ordinal))
            throw new InvalidInputException(field, $"{field} is '{branch}': what begins with '{BranchNames.SpeculationPrefix}' is kept for speculations.");
    }

    /// <summary>Checks a speculation's name: it has no slash, so that the first one in a future's branch ends it.</summary>
    /// <exception cref="InvalidInputException">It cannot be one.</exception>
    public static string SpeculationName(string? name)
    {
        Names.Check("speculation", name, MaxSpeculationName);
        NotReserved("speculation", name!);
        if (name!.Contains('/'))
            throw new InvalidInputException("speculation", $"speculation is '{name}': a slash parts it from its futures' names, so that it can have none.");
        return name;
    }

    /// <summary>Checks a speculation and copies what the caller could still change.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static SpeculationRequest Speculation(SpeculationRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        if (request.Futures is null || request.Futures.Count is < 1 or > MostFutures)
            throw new InvalidInputException("futures", $"Futures are {request.Futures?.Count ?? 0:N0}: 1 to {MostFutures:N0} are allowed.");
        var futures = Items("futures", request.Futures, Checked);
        if (futures.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidInputException("futures", $"Futures have the name '{twice.Key}' {twice.Count()} times: each must have one of its own.");
        Names.Check("scorer", request.Scorer);
        Names.Check("branch", request.Branch);
        NotReserved("branch", request.Branch);
        if (request.Parallel < 1) throw new InvalidInputException("parallel", $"Parallel is {request.Parallel}: it must be at least 1.");
        Budget(request.Budget);
        if (request.Budget.Time is null && futures.FirstOrDefault(f => f.Simulation is null) is { } driven)
        {
            throw new InvalidInputException(
                "budget.time", $"budget.time is missing: future '{driven.Name}' is driven from outside and may never come to its end.");
        }
        return request with { Futures = futures };
    }

    /// <summary>Checks that the branches of a speculation's futures can be named.</summary>
    /// <exception cref="InvalidInputException">Its name and a future's are too long together.</exception>
    public static void FutureBranches(string speculation, SpeculationRequest request)
    {
        var longest = Names.MaxLength - speculation.Length - 1;
        for (var i = 0; i < request.Futures.Count; i++)
        {
            var length = request.Futures[i].Name.Length;
            if (length > longest)
            {
                throw new InvalidInputException(
                    $"futures[{i}].name", $"futures[{i}].name has {length} characters: beside the speculation's name at most {longest} are allowed.");
            }
        }
    }

    /// <summary>Checks a lease.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static LeaseRequest Lease(LeaseRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        Names.Check("future", request.Future);
        if (request.Duration < ShortestLease || request.Duration > LongestLease)
            throw new InvalidInputException("duration", $"Duration {request.Duration} is out of range: one second to one day are allowed.");
        return request;
    }

    /// <summary>Checks how long a caller would wait.</summary>
    /// <exception cref="InvalidInputException">It is less than nothing.</exception>
    public static TimeSpan Wait(TimeSpan atMost) => atMost >= TimeSpan.Zero
        ? atMost
        : throw new InvalidInputException("atMost", $"atMost is {atMost}: it must not be negative.");

    private static FutureRequest Checked(string field, FutureRequest? future)
    {
        if (future is null) throw new InvalidInputException(field, $"{field} is missing.");
        Names.Check($"{field}.name", future.Name);
        if (future.Simulation is not null) Names.Check($"{field}.simulation", future.Simulation);
        return future;
    }

    private static void Budget(SpeculationBudget budget)
    {
        if (budget.Time is { } time && (time <= TimeSpan.Zero || time > LongestSpeculation))
        {
            throw new InvalidInputException(
                "budget.time", $"budget.time is {time}: more than nothing and at most {LongestSpeculation.TotalDays:N0} days are allowed.");
        }
        if (budget.States < 1) throw new InvalidInputException("budget.states", $"budget.states is {budget.States}: it must be at least 1.");
        if (budget.Energy is { } energy && (!double.IsFinite(energy) || energy <= 0))
            throw new InvalidInputException("budget.energy", $"budget.energy is {energy}: it must be a finite number of joules above 0.");
    }
}
