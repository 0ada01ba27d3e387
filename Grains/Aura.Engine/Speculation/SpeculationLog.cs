using System.Collections.Immutable;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// A speculation as its own branch tells it: what was asked for and all that has happened since. Each event follows the one that its writer
/// had read, so that of two coordinators one always finds that the other was there before.
/// </summary>
internal sealed record SpeculationLog
{
    private SpeculationLog(string agent, string name) => (Agent, Name) = (agent, name);

    /// <summary>The agent.</summary>
    public string Agent { get; }

    /// <summary>The speculation's name.</summary>
    public string Name { get; }

    /// <summary>What was asked for; null as long as it has not begun.</summary>
    public SpeculationRequest? Request { get; private init; }

    /// <summary>The state by which it began: another of the same name, after this one was erased, has another.</summary>
    public StateId Id { get; private init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>The version that the next event follows.</summary>
    public long Version { get; private init; }

    /// <summary>The last state that was looked at.</summary>
    public StateId Last { get; private init; }

    /// <summary>The last lease on each future that had one.</summary>
    public ImmutableDictionary<string, FutureLeased> Leases { get; private init; } = ImmutableDictionary<string, FutureLeased>.Empty;

    /// <summary>How the futures ended that were driven from outside.</summary>
    public ImmutableDictionary<string, FutureStatus> Driven { get; private init; } = ImmutableDictionary<string, FutureStatus>.Empty;

    /// <summary>What came of the futures, once that is decided, and the state that says so.</summary>
    public (SpeculationDecided Event, StateId State)? Decision { get; private init; }

    /// <summary>What came of the winner.</summary>
    public SpeculationEnded? Ending { get; private init; }

    /// <summary>What had come of the futures when it was cancelled.</summary>
    public SpeculationCancelled? Cancellation { get; private init; }

    /// <summary>When its time is up.</summary>
    public DateTimeOffset? Deadline => Request!.Budget.Time is { } time ? StartedAt + time : null;

    /// <summary>How it stands.</summary>
    public SpeculationStatus Status => (Cancellation, Decision) switch
    {
        ({ }, _) => SpeculationStatus.Cancelled,
        (_, null) => SpeculationStatus.Running,
        (_, { Event.Winner: null }) => SpeculationStatus.Undecided,
        _ => Ending is not null || Request!.KeepApart ? SpeculationStatus.Won : SpeculationStatus.Decided,
    };

    /// <summary>The name of its own branch.</summary>
    public static string BranchOf(string name) => BranchNames.SpeculationPrefix + name;

    /// <summary>Reads a speculation; null if none of that name has begun.</summary>
    public static async ValueTask<SpeculationLog?> ReadAsync(ICausalStore store, string agent, string name, CancellationToken cancellationToken)
    {
        var log = await new SpeculationLog(agent, name).FollowAsync(store, 1, cancellationToken);
        return log.Request is null ? null : log;
    }

    /// <summary>Reads on; from the beginning if what was read before is gone.</summary>
    public async ValueTask<SpeculationLog?> RefreshAsync(ICausalStore store, CancellationToken cancellationToken)
    {
        var states = await store.ReadRangeAsync(new LineRange(Agent, BranchOf(Name), Version, long.MaxValue), cancellationToken);
        return states is [var last, ..] && last.Id == Last
            ? states.Skip(1).Aggregate(this, (log, state) => log.Apply(state))
            : await ReadAsync(store, Agent, Name, cancellationToken);
    }

    /// <summary>A future that was asked for.</summary>
    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    public FutureRequest Future(string name) => Request!.Futures.FirstOrDefault(f => f.Name == name)
        ?? throw new InvalidInputException("future", $"Speculation '{Name}' of agent '{Agent}' has no future '{name}'.");

    /// <summary>Says how it stands.</summary>
    /// <param name="futures">How its futures stand, as long as no event says so.</param>
    public SpeculationInfo Describe(IReadOnlyList<FutureInfo> futures) => new()
    {
        Agent = Agent,
        Name = Name,
        Status = Status,
        Branch = Request!.Branch,
        From = Request.From!.Value,
        StartedAt = StartedAt,
        Deadline = Deadline,
        Winner = Decision?.Event.Winner,
        Promotion = Ending?.Promotion,
        Futures = Cancellation?.Futures ?? (Decision is not { Event: var decided } ? futures
            : Ending?.Problem is not { } problem ? decided.Futures
            : [.. decided.Futures.Select(f => f.Name == decided.Winner ? f with { Problem = problem } : f)]),
    };

    private async ValueTask<SpeculationLog> FollowAsync(ICausalStore store, long from, CancellationToken cancellationToken)
    {
        var log = this;
        foreach (var state in await store.ReadRangeAsync(new LineRange(Agent, BranchOf(Name), from, long.MaxValue), cancellationToken)) log = log.Apply(state);
        return log;
    }

    private SpeculationLog Apply(AgentState state)
    {
        var next = this with { Version = state.Version, Last = state.Id };
        // Whoever else writes here, or erases a content, harms no more than this speculation: what is no event is passed over.
        if (state.Type != StateTypes.Speculation || state.Payload is null) return next;
        return Read(state) switch
        {
            SpeculationStarted started when Request is null => next with { Id = state.Id, Request = started.Request, StartedAt = state.RecordedAt },
            FutureLeased leased => next with { Leases = Leases.SetItem(leased.Future, leased) },
            FutureEnded ended => next with { Driven = Driven.SetItem(ended.Future, ended.Status) },
            SpeculationDecided decided => next with { Decision = (decided, state.Id) },
            SpeculationEnded ended => next with { Ending = ended },
            SpeculationCancelled cancelled => next with { Cancellation = cancelled },
            _ => next,
        };
    }

    // Null if it is no event.
    private static SpeculationEvent? Read(AgentState state)
    {
        try
        {
            var read = state.Payload!.As(SpeculationJsonContext.Default.SpeculationEvent);
            if (read is not SpeculationStarted started) return read;
            Rules.Speculation(started.Request);
            return started.Request.From is null ? null : started;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or InvalidInputException)
        {
            return null;
        }
    }
}
