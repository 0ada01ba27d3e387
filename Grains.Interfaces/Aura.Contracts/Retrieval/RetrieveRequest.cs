namespace Aura;

/// <summary>A computation over a state of a line, to be run where the data is.</summary>
public sealed record RetrieveRequest
{
    /// <summary>How long a retrieval may take unless the request says otherwise.</summary>
    public static readonly TimeSpan UsualTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>The name of the registered <see cref="IRetrieval"/>.</summary>
    public required string Retrieval { get; init; }

    /// <summary>Its arguments.</summary>
    public Payload Arguments { get; init => field = value ?? Payload.Null; } = Payload.Null;

    /// <summary>Which state; the head if null.</summary>
    public LoadRequest? From { get; init; }

    /// <summary>Whether the result is saved as the line's next state, caused by the state that was read.</summary>
    public bool Remember { get; init; }

    /// <summary>
    /// How long it may take; <see cref="UsualTimeLimit"/> if null, one hour at most. The client of a cluster waits no longer than its own
    /// response time-out, whatever is said here.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }
}
