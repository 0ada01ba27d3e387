using Aura.Engine;
using Aura.Storage;

namespace Aura.Benchmarks;

/// <summary>Makes long lines fast: whole chains of states in each append.</summary>
internal static class LongLines
{
    private const int StatesAtOnce = 5000;

    public static async Task FillAsync(string store, string agent, int states)
    {
        await using var target = CausalStores.Create(store);
        await target.OpenAsync(create: true, default);
        AgentState? head = null;
        for (var left = states; left > 0; left -= StatesAtOnce)
        {
            var chain = new List<AgentState>();
            for (var i = 0; i < Math.Min(left, StatesAtOnce); i++) chain.Add(head = Next(agent, head));
            var results = await target.AppendAsync(chain, default);
            if (results.Any(r => r.Outcome != AppendOutcome.Appended)) throw new InvalidOperationException("A state was refused.");
        }
    }

    private static AgentState Next(string agent, AgentState? head)
    {
        var now = Timestamps.Truncate(DateTimeOffset.UtcNow);
        var state = new AgentState
        {
            Id = StateId.Create(now),
            Agent = agent,
            Branch = BranchNames.Main,
            Version = (head?.Version ?? 0) + 1,
            Parents = head is null ? [] : [head.Id],
            Type = StateTypes.AgentMemory,
            Source = StateSource.Update,
            Payload = TypicalState.Payload,
            PayloadDigest = Digest.Of(TypicalState.Payload.Utf8.Span),
            Context = TypicalState.Context,
            OccurredAt = now,
            RecordedAt = now,
            Digest = default,
        };
        return state with { Digest = StateDigest.Compute(state, head is null ? [] : [head.Digest]) };
    }
}
