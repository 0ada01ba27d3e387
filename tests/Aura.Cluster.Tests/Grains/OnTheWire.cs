using System.Text;
using System.Text.Json;
using Aura.Grains;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Aura.Cluster.Tests.Grains;

/// <summary>What crosses silos arrives as it was.</summary>
public sealed class OnTheWire : IDisposable
{
    private static readonly StateId Id = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c07398f");

    private readonly ServiceProvider _services = new ServiceCollection().AddAuraContracts().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_state_arrives_with_every_field_and_its_payload_byte_for_byte()
    {
        var full = StateSketch.First("ä\"", s => s.With(Payload.Parse("{ \"b\" : 1,\"a\":1e400 }"))) with
        {
            Context = new CausalContext { Causes = ["label", Cause.Of(Id)], Effects = ["e"], Confidence = 0.1, EnergyCost = 2 },
            OperationId = "op",
            Parents = [Id, StateId.Create(StateSketch.Begin)],
            Source = StateSource.Merge,
        };
        foreach (var state in (AgentState[])[full, full with { Payload = null, Parents = [] }, full with { Payload = Payload.Null, Context = CausalContext.Empty }])
        {
            Assert.Equal(state.Text(), Sent(state).Text());
            Assert.Equal(state.Text(), Sent<object>(state) is AgentState sent ? sent.Text() : null);
            Assert.Equal([state.Text(), state.Text()], Sent<List<AgentState>>([state, state]).Select(s => s.Text()));
        }
        Assert.Null(Sent<AgentState?>(null));
    }

    [Fact]
    public void A_save_arrives_with_every_field_and_a_payload_that_is_none_is_refused()
    {
        var full = new SaveRequest
        {
            Payload = Payload.Parse("{ \"b\" : 1,\"a\":[1e400 ] }"), Type = "decision", Source = StateSource.Loop, OperationId = "op",
            Context = new CausalContext { Causes = ["label", Cause.Of(Id)], Confidence = 0.1 }, OccurredAt = StateSketch.Begin, ExpectedVersion = 7,
        };
        foreach (var request in (SaveRequest[])[full, new() { Payload = Payload.Null }]) Assert.Equal(Text(request), Text(Sent(request)));
        var deep = new SaveRequest { Payload = Payload.FromStore(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65))) };
        Assert.Equal("Payload is nested deeper than 64.", Assert.Throws<InvalidInputException>(() => Sent(deep)).Message);

        static string Text(SaveRequest request) => JsonSerializer.Serialize(request, AuraJsonContext.Default.SaveRequest);
    }

    [Fact]
    public void A_large_state_arrives_and_so_does_a_small_one_after_it()
    {
        foreach (var length in (int[])[5_000_000, 10])
        {
            var state = StateSketch.First("a", s => s.With(Payload.Parse($"\"{new string('x', length)}\"")));
            Assert.Equal(state.Text(), Sent(state).Text());
        }
    }

    [Fact]
    public void Errors_arrive_as_what_they_are()
    {
        Assert.Equal(("f", "m"), Sent(new InvalidInputException("f", "m")) is var invalid ? (invalid.Field, invalid.Message) : default);
        var conflict = Sent(new ConcurrencyException("a", "b", 1, 2));
        Assert.Equal(("a", "b", 1L, 2L, new ConcurrencyException("a", "b", 1, 2).Message),
            (conflict.Agent, conflict.Branch, conflict.Expected, conflict.Actual, conflict.Message));
        var uncertain = new UncertainWriteException("a", "b", new StoreUnavailableException("away", new TimeoutException("inner")));
        Assert.Equal((uncertain.Message, "a", "b"), Sent(uncertain) is var u ? (u.Message, u.Agent, u.Branch) : default);
        foreach (var error in (AuraException[])
        [
            new NotFoundException("m"), new OverloadedException("m"), new RetrievalException("m", new IOException("inner")), new StoreException("m"),
            new StoreSchemaException("m"),
            new StoreUnavailableException("m", new IOException("inner")), new DamagedStateException(Id, 7, "m", new JsonException("inner")),
        ])
        {
            var sent = Sent<Exception>(error);
            Assert.Equal((error.GetType(), error.Message), (sent.GetType(), sent.Message));
        }
    }

    [Fact]
    public void What_breaks_a_rule_is_refused_before_it_is_sent()
    {
        foreach (var (field, request) in (ReadOnlySpan<(string, SaveRequest)>)
        [
            ("operationId", new() { Payload = "p", OperationId = "a\ud800" }),
            ("context.effects[0]", new() { Payload = "p", Context = new CausalContext { Effects = ["\udc00"] } }),
            ("context.energyCost", new() { Payload = "p", Context = new CausalContext { EnergyCost = double.NaN } }),
            ("payload", new() { Payload = null! }),
        ])
        {
            Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Sent(request)).Field);
        }
        Assert.Equal("name", Assert.Throws<InvalidInputException>(() => Sent(new CreateBranchRequest { Name = "b\ud800" })).Field);
        var nonsense = new CausalContext { EnergyCost = double.NaN };
        Assert.Equal("branch", Assert.Throws<InvalidInputException>(() => Sent(new MergeRequest { Branch = "b\ud800" })).Field);
        Assert.Equal("branch", Assert.Throws<InvalidInputException>(() => Sent(new PromoteRequest { Branch = "b\ud800" })).Field);
        Assert.Equal("context.energyCost", Assert.Throws<InvalidInputException>(() => Sent(new DiscardRequest { Context = nonsense })).Field);
        Assert.Equal("operationId", Assert.Throws<InvalidInputException>(() => Sent(new RevertRequest { To = new(), OperationId = "\udc00" })).Field);
        Assert.Equal(new CreateBranchRequest { Name = "b", From = Id }, Sent(new CreateBranchRequest { Name = "b", From = Id }));
    }

    [Fact]
    public void A_retrieval_and_a_what_if_arrive_with_every_field_or_are_refused_before_they_are_sent()
    {
        var full = new RetrieveRequest
        {
            Retrieval = "r", Arguments = Payload.Parse("{ \"a\" : 1e400 }"), From = new LoadRequest { Version = 3, Type = "t" }, Remember = true,
            TimeLimit = TimeSpan.FromMilliseconds(1.5),
        };
        foreach (var request in (RetrieveRequest[])[full, new() { Retrieval = "r" }]) Assert.Equal(request, Sent(request));
        var state = StateSketch.First("a", s => s.With("p"));
        foreach (var retrieved in (Retrieved[])[new(state, Payload.Null, null), new(state, Payload.Parse("[1e400]"), StateSketch.After(state))])
            Assert.Equal(Text(retrieved), Text(Sent(retrieved)));
        var whatIf = new WhatIfRequest { State = Id, Counterfactual = "c", Choice = Id, Branch = "b" };
        foreach (var request in (WhatIfRequest[])[whatIf, new() { State = Id, Counterfactual = "c" }]) Assert.Equal(request, Sent(request));

        foreach (var (field, request) in (ReadOnlySpan<(string, RetrieveRequest)>)
        [
            ("retrieval", new() { Retrieval = "a\ud800" }),
            ("retrieval", new() { Retrieval = null! }),
            ("timeLimit", new() { Retrieval = "r", TimeLimit = TimeSpan.Zero }),
            ("type", new() { Retrieval = "r", From = new LoadRequest { Type = "\udc00" } }),
            ("version", new() { Retrieval = "r", From = new LoadRequest { Version = 0 } }),
        ])
        {
            Assert.Equal(field, Assert.Throws<InvalidInputException>(() => Sent(request)).Field);
        }
        Assert.Equal("counterfactual", Assert.Throws<InvalidInputException>(() => Sent(whatIf with { Counterfactual = "\ud800" })).Field);
        Assert.Equal("branch", Assert.Throws<InvalidInputException>(() => Sent(whatIf with { Branch = "" })).Field);

        static string Text(Retrieved retrieved) => JsonSerializer.Serialize(retrieved, AuraJsonContext.Default.Retrieved);
    }

    private T Sent<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;
}
