using System.Text.Json;
using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>Sketches states as the engine would make them, for tests that speak to a store themselves.</summary>
public static class StateSketch
{
    /// <summary>When sketched histories begin.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>An agent's first state.</summary>
    public static AgentState First(string agent, Func<AgentState, AgentState>? change = null) => Seal(Plain(agent, BranchNames.Main, null), null, change);

    /// <summary>The state after another, on its own branch or on a given one.</summary>
    public static AgentState After(AgentState previous, Func<AgentState, AgentState>? change = null, string? branch = null) =>
        Seal(Plain(previous.Agent, branch ?? previous.Branch, previous), previous, change);

    /// <summary>A line of so many states from the first on.</summary>
    public static AgentState[] Line(string agent, int length, Func<AgentState, AgentState>? change = null)
    {
        var line = new AgentState[length];
        for (var i = 0; i < length; i++) line[i] = i == 0 ? First(agent, change) : After(line[i - 1], change);
        return line;
    }

    /// <summary>Gives a state another payload.</summary>
    public static AgentState With(this AgentState state, Payload payload) =>
        state with { Payload = payload, PayloadDigest = Digest.Of(payload.Utf8.Span) };

    /// <summary>The branch that begins at a state.</summary>
    public static BranchRecord Fork(this AgentState at, string name) => new(at.Agent, name, at.Branch, at.Id, at.Version, at.RecordedAt);

    /// <summary>All that a state says, as text that can be compared.</summary>
    public static string Text(this AgentState state) => JsonSerializer.Serialize(state, AuraJsonContext.Default.AgentState);

    private static AgentState Plain(string agent, string branch, AgentState? previous)
    {
        var time = Begin.AddSeconds(previous?.Version ?? 0);
        return new AgentState
        {
            Id = StateId.Create(time),
            Agent = agent,
            Branch = branch,
            Version = (previous?.Version ?? 0) + 1,
            Parents = previous is null ? [] : [previous.Id],
            Type = StateTypes.AgentMemory,
            Source = StateSource.Update,
            Payload = Payload.Null,
            PayloadDigest = Digest.Of(Payload.Null.Utf8.Span),
            OccurredAt = time,
            RecordedAt = time,
            Digest = default,
        };
    }

    private static AgentState Seal(AgentState state, AgentState? previous, Func<AgentState, AgentState>? change)
    {
        if (change is not null) state = change(state);
        var parents = previous is null ? [] : new[] { previous.Digest };
        return state.Parents.Count == parents.Length ? state with { Digest = StateDigest.Compute(state, parents) } : state;
    }
}
