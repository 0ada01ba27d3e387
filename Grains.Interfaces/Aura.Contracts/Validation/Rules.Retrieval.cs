namespace Aura;

public static partial class Rules
{
    private static readonly TimeSpan LongestRetrieval = TimeSpan.FromHours(1);

    /// <summary>Checks which retrieval is to run, over which state and for how long.</summary>
    /// <exception cref="InvalidInputException">A name or the time limit cannot be, or it names more than one state.</exception>
    public static RetrieveRequest Retrieve(RetrieveRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        Names.Check("retrieval", request.Retrieval);
        if (request.From is not null) Load(request.From);
        if (request.TimeLimit is { } limit && (limit <= TimeSpan.Zero || limit > LongestRetrieval))
            throw new InvalidInputException("timeLimit", $"Time limit {limit} is out of range: more than nothing and at most {LongestRetrieval} are allowed.");
        return request;
    }
}
