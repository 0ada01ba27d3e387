using Aura.Client;
using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;

namespace Aura.Tests.Validation;

/// <summary>Names, queries, branches and store strings that break a rule.</summary>
public sealed class OtherRefusals : IAsyncLifetime
{
    private EmbeddedHost _host = null!;

    private IAura Aura => _host.Aura;

    public async ValueTask InitializeAsync() => _host = await EmbeddedHost.StartAsync(new SqlitePlace());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void A_name_that_cannot_be_is_refused_before_anything_is_asked()
    {
        foreach (var name in (string?[])[null, "", "a\0", "\u007f", "\ud800", "x\udc00y"])
        {
            Assert.Equal("agent", Assert.Throws<InvalidInputException>(() => Aura.Agent(name!)).Field);
            Assert.Equal("agent", Assert.Throws<InvalidInputException>(() => Aura.Branch(name!, "x")).Field);
            Assert.Equal("branch", Assert.Throws<InvalidInputException>(() => Aura.Branch("a", name!)).Field);
        }
    }

    [Fact]
    public void A_name_too_long_is_refused()
    {
        var error = Assert.Throws<InvalidInputException>(() => Aura.Agent(new string('x', 201)));
        Assert.Equal(("agent", "agent has 201 characters: at most 200 are allowed."), (error.Field, error.Message));
    }

    [Fact]
    public async Task A_load_that_names_two_states_or_what_cannot_be_is_refused()
    {
        var time = DateTimeOffset.UnixEpoch;
        var id = StateId.Create(time);
        foreach (var two in (LoadRequest[])
        [
            new() { Version = 1, Id = id }, new() { Version = 1, RecordedAt = time }, new() { Version = 1, OccurredAt = time },
            new() { Id = id, RecordedAt = time }, new() { Id = id, OccurredAt = time }, new() { RecordedAt = time, OccurredAt = time },
        ])
            await RefusedAsync("request", "A load names at most one of version, id, recordedAt and occurredAt.", async () => await Aura.Agent("a").LoadAsync(two));
        await RefusedAsync("version", "Version 0 cannot be: versions begin at 1.", async () => await Aura.Agent("a").LoadAsync(new LoadRequest { Version = 0 }));
        await RefusedAsync("type", "type is empty: it must have 1 to 200 characters.", async () => await Aura.Agent("a").LoadAsync(""));
    }

    [Fact]
    public async Task A_history_an_agent_query_and_a_causal_query_have_limits()
    {
        await Aura.Agent("a").SaveAsync("x", "y");
        await RefusedAsync("limit", "Limit -1 is negative.", async () => await Aura.Agent("a").HistoryAsync(new HistoryRequest { Limit = -1 }).ToListAsync());
        await RefusedAsync("type", "type is empty: it must have 1 to 200 characters.", async () => await Aura.Agent("a").HistoryAsync(new HistoryRequest { Type = "" }).ToListAsync());
        await RefusedAsync("limit", "Limit -1 is negative.", async () => await Aura.AgentsAsync(new AgentQuery { Limit = -1 }).ToListAsync());
        foreach (var text in (string[])["\ud800", "a\0"])
        {
            Assert.Equal("prefix", (await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.AgentsAsync(new AgentQuery { Prefix = text }).ToListAsync())).Field);
            Assert.Equal("after", (await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.AgentsAsync(new AgentQuery { After = text }).ToListAsync())).Field);
        }
        Assert.Single(await Aura.AgentsAsync(new AgentQuery { Prefix = "", After = "" }).ToListAsync());
        await RefusedAsync("depth", "Depth -1 is negative.", async () => await Aura.Agent("a").WhyAsync(query: new CausalQuery { Depth = -1 }));
        foreach (var nodes in (int[])[0, 100_001])
        {
            var message = $"MaxNodes {nodes} is out of range: 1 to 100,000 are allowed.";
            await RefusedAsync("maxNodes", message, async () => await Aura.Agent("a").EffectsAsync(query: new CausalQuery { MaxNodes = nodes }));
            var id = (await Aura.Agent("a").LoadAsync())!.Id;
            await RefusedAsync("maxNodes", message, async () => await Aura.Agent("a").PathAsync(id, id, new CausalQuery { MaxNodes = nodes }));
        }
    }

    [Fact]
    public async Task A_branch_that_cannot_be_opened_says_why_and_is_not()
    {
        await RefusedAsync("from", "Agent 'a' has no state to open a branch at.", async () => await Aura.Agent("a").CreateBranchAsync("x"));
        var own = await Aura.Agent("a").SaveAsync("x", "y");
        var foreign = await Aura.Agent("b").SaveAsync("x", "y");
        await Aura.Agent("a").CreateBranchAsync("taken", own.Id);
        await RefusedAsync("name", "Agent 'a' already has a branch 'taken'.", async () => await Aura.Agent("a").CreateBranchAsync("taken"));
        await RefusedAsync("name", "Agent 'a' already has a branch 'main'.", async () => await Aura.Agent("a").CreateBranchAsync("main"));
        await RefusedAsync("name", "name is empty: it must have 1 to 200 characters.", async () => await Aura.Agent("a").CreateBranchAsync(""));
        await RefusedAsync("name", "name has 201 characters: at most 200 are allowed.", async () => await Aura.Agent("a").CreateBranchAsync(new string('x', 201)));
        await RefusedAsync("from", $"State {foreign.Id} is not one of agent 'a'.", async () => await Aura.Agent("a").CreateBranchAsync("x", foreign.Id));
        var nobody = StateId.Create(DateTimeOffset.UnixEpoch);
        await RefusedAsync("from", $"State {nobody} is not one of agent 'a'.", async () => await Aura.Agent("a").CreateBranchAsync("x", nobody));
        Assert.Equal(["main", "taken"], (await Aura.Agent("a").ListBranchesAsync()).Select(b => b.Name));
    }

    [Fact]
    public async Task A_missing_request_is_refused() =>
        await RefusedAsync("request", "Request is missing.", async () => await Aura.Agent("a").SaveAsync(null!));

    [Theory]
    [InlineData("")]
    [InlineData("aura.db")]
    [InlineData("sqlite")]
    [InlineData("SQLITE:aura.db")]
    [InlineData("sqlite:")]
    [InlineData("sqlite:  ")]
    [InlineData("sqlite::memory:")]
    [InlineData("sqlite:a\0b")]
    [InlineData("mysql:Host=x")]
    [InlineData("postgres:")]
    [InlineData("postgres://user@host/database")]
    [InlineData("postgresql://user@host/database")]
    [InlineData("postgres:Database=x")]
    [InlineData("postgres:Host=x;Nonsense=1")]
    [InlineData("postgres:Host=x;Port=abc")]
    [InlineData("postgres:Host=x;Port=99999")]
    [InlineData("postgres:Host=x;Timeout=-1")]
    [InlineData("postgres:Host=x;SSL Mode=perhaps")]
    [InlineData("postgres:Host=x;Minimum Pool Size=9;Maximum Pool Size=2")]
    [InlineData("postgres:Host=x;Multiplexing=true;Pooling=false")]
    [InlineData("postgres:no pairs at all")]
    public async Task A_store_string_that_names_no_store_is_refused(string store)
    {
        var error = Assert.Throws<InvalidInputException>(() => CausalStores.Create(store));
        Assert.Equal("store", error.Field);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("store", (await Assert.ThrowsAsync<InvalidInputException>(async () => await AuraClient.OpenAsync(store))).Field);
    }

    [Fact]
    public async Task Limits_of_the_engine_that_cannot_be_are_refused()
    {
        foreach (var (field, options) in ((string, EngineOptions)[])
        [
            ("MaxPayloadBytes", new() { MaxPayloadBytes = 0 }), ("MaxBatchStates", new() { MaxBatchStates = 0 }), ("MaxBatchBytes", new() { MaxBatchBytes = -1 }),
            ("QueueLength", new() { QueueLength = 0 }), ("MaxLoadedLines", new() { MaxLoadedLines = 0 }),
        ])
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(
                async () => await AuraClient.OpenAsync(new AuraOptions { Store = _host.Place.Store, Engine = options }))).Field);
    }

    private static async Task RefusedAsync(string field, string message, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(call);
        Assert.Equal((field, message), (error.Field, error.Message));
    }
}
