using System.Text;
using System.Text.Json;
using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;
using FsCheck.Fluent;

namespace Aura.Tests.Properties;

/// <summary>Digests tell any two states apart, and bytes come back as they went.</summary>
public sealed class DigestsAndPayloads(PostgresFixture server)
{
    private static readonly StateId Linked = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c07398f");

    private static readonly Dictionary<string, Func<AgentState, AgentState>> Changes = new()
    {
        ["id"] = s => s with { Id = Linked },
        ["agent"] = s => s with { Agent = s.Agent + "x" },
        ["branch"] = s => s with { Branch = s.Branch + "x" },
        ["version"] = s => s with { Version = s.Version + 1 },
        ["parents"] = s => s with { Parents = [Linked] },
        ["type"] = s => s with { Type = s.Type + "x" },
        ["characters moved from agent to branch"] = s => s with { Agent = s.Agent[..^1], Branch = s.Agent[^1] + s.Branch },
        ["source"] = s => s with { Source = (StateSource)(((int)s.Source + 1) % 7) },
        ["payload"] = s => s with { PayloadDigest = Digest.Of(s.PayloadDigest.ToArray()) },
        ["operation"] = s => s with { OperationId = s.OperationId + "x" },
        ["no operation"] = s => s with { OperationId = s.OperationId is null ? "" : null },
        ["occurred"] = s => s with { OccurredAt = s.OccurredAt.AddMicroseconds(s.OccurredAt.Ticks > 1_000_000 ? -1 : 1) },
        ["recorded"] = s => s with { RecordedAt = s.RecordedAt.AddMicroseconds(1) },
        ["confidence"] = s => Context(s, c => c with { Confidence = c.Confidence == 0.25 ? null : 0.25 }),
        ["energy"] = s => Context(s, c => c with { EnergyCost = c.EnergyCost == 7 ? 8 : 7 }),
        ["cause added"] = s => Context(s, c => c with { Causes = [.. c.Causes, "added"] }),
        ["cause is a link"] = s => Context(s, c => c with { Causes = [.. c.Causes.Skip(1), c.Causes.FirstOrDefault()?.State is null ? Linked : "label"] }),
        ["relation"] = s => Context(s, c => c with { Causes = [.. c.Causes.Select(x => x with { Relation = (CausalRelation)(((int)x.Relation + 1) % 4) }), "more"] }),
        ["cause confidence"] = s => Context(s, c => c with { Causes = [.. c.Causes.Select(x => x with { Confidence = x.Confidence == 0.25 ? null : 0.25 }), "more"] }),
        ["effect added"] = s => Context(s, c => c with { Effects = [.. c.Effects, ""] }),
        ["effect made cause"] = s => Context(s, c => c with { Effects = [.. c.Effects.Skip(1), "x"], Causes = [.. c.Causes, Cause.Of(c.Effects.FirstOrDefault() ?? "x")] }),
        ["counterfactual added"] = s => Context(s, c => c with { Counterfactuals = With(c, "added", new Counterfactual { Value = Payload.Null }) }),
        ["counterfactual value"] = s => Instead(s, x => x with { Value = Payload.Parse($"[{x.Value}]") }),
        ["counterfactual kind"] = s => Instead(s, x => x with { Kind = (CounterfactualKind)(((int)x.Kind + 1) % 3) }),
        ["counterfactual score"] = s => Instead(s, x => x with { Score = x.Score == 0.25 ? null : 0.25 }),
        ["counterfactual branch"] = s => Instead(s, x => x with { Branch = x.Branch + "x" }),
    };

    [Fact]
    public async Task Any_change_of_any_field_changes_the_digest() => await Property.HoldsAsync(
        Arb.From(RandomState.First(Linked)), 150, state =>
        {
            Assert.Equal(state.Digest, StateDigest.Compute(state, []));
            var seen = new Dictionary<Digest, string> { [state.Digest] = state.Text() };
            foreach (var (name, change) in Changes)
            {
                var changed = change(state);
                var digest = StateDigest.Compute(changed, changed.Parents.Count == 0 ? [] : [Digest.Of([1])]);
                var text = changed.Text();
                Assert.True(seen.TryAdd(digest, text) || seen[digest] == text, $"{name}: {text} has the digest of {seen.GetValueOrDefault(digest)}");
            }
            var parents = state with { Parents = [Linked] };
            Assert.NotEqual(StateDigest.Compute(parents, [Digest.Of([1])]), StateDigest.Compute(parents, [Digest.Of([2])]));
            return Task.CompletedTask;
        });

    [Fact]
    public async Task A_state_read_back_from_either_store_has_the_same_digest()
    {
        PostgresFixture.SkipWithoutPostgres();
        await using var file = new SqlitePlace();
        await using var database = await PostgresPlace.CreateAsync(server);
        await using var sqlite = CausalStores.Create(file.Store);
        await using var postgres = CausalStores.Create(database.Store);
        var cause = StateSketch.First("the cause");
        foreach (var store in (ICausalStore[])[sqlite, postgres])
        {
            await store.OpenAsync(true, default);
            await store.AppendAsync([cause], default);
        }
        var number = 0;
        await Property.HoldsAsync(Property.ArrayOf(RandomState.First(cause.Id)), 40, async states =>
        {
            // Small batches and large ones take different ways into PostgreSQL.
            number++;
            var batch = states.Select((s, i) => StateSketch.First($"{number}-{i}", _ => s with { Agent = $"{number}-{i}" })).ToArray();
            foreach (var store in (ICausalStore[])[sqlite, postgres])
            {
                Assert.All(await store.AppendAsync(batch, default), r => Assert.Equal(AppendOutcome.Appended, r.Outcome));
                var read = (await store.ReadStatesAsync([.. batch.Select(s => s.Id)], default)).ToDictionary(s => s.Id);
                foreach (var state in batch)
                {
                    Assert.Equal(state.Text(), read[state.Id].Text());
                    Assert.Equal(state.Digest, StateDigest.Compute(read[state.Id], []));
                }
            }
        });
    }

    [Fact]
    public async Task A_payloads_bytes_are_the_ones_that_came() => await Property.HoldsAsync(
        Arb.From(RandomState.Json), 500, json =>
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            Assert.Equal(bytes, Payload.Parse(json).Utf8.ToArray());
            Assert.Equal(bytes, Payload.Parse(Encoding.UTF8.GetBytes($" \r\n\t{json}\t ")).Utf8.ToArray());
            var request = new SaveRequest { Payload = Payload.Parse(json) };
            var text = JsonSerializer.Serialize(request, AuraJsonContext.Default.SaveRequest);
            Assert.Equal(bytes, JsonSerializer.Deserialize(text, AuraJsonContext.Default.SaveRequest)!.Payload.Utf8.ToArray());
            Assert.NotNull(StateSummary.Of(request.Payload));
            return Task.CompletedTask;
        });

    private static AgentState Context(AgentState state, Func<CausalContext, CausalContext> change) => state with { Context = change(state.Context) };

    private static AgentState Instead(AgentState state, Func<Counterfactual, Counterfactual> change) => Context(state, c => c.Counterfactuals.Count == 0
        ? c
        : c with { Counterfactuals = With(c, c.Counterfactuals.First().Key, change(c.Counterfactuals.First().Value)) });

    private static Dictionary<string, Counterfactual> With(CausalContext context, string name, Counterfactual counterfactual) =>
        new(context.Counterfactuals) { [name] = counterfactual };
}
