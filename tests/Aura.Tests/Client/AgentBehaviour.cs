using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

/// <summary>What <see cref="IAura"/> promises, whatever serves it. A host passes by deriving from this.</summary>
public abstract partial class AgentBehaviour : AuraTest
{
    [Fact]
    public async Task A_saved_state_says_all_that_the_caller_said_and_what_the_engine_adds()
    {
        var agent = Aura.Agent("a");
        var cause = await Aura.Agent("b").SaveAsync("observation", "rain");
        var occurred = new DateTimeOffset(2020, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)).AddTicks(123_456_7);
        var context = new CausalContext
        {
            Causes = ["user_request", Cause.Of(cause.Id, CausalRelation.Enabled, 0.5)],
            Effects = ["umbrella"],
            Counterfactuals = new Dictionary<string, Counterfactual> { ["stay"] = "dry" },
            Confidence = 0.9,
            EnergyCost = 3,
        };
        var saved = await agent.SaveAsync(new SaveRequest
        {
            Type = "decision", Payload = Payload.Parse("{ \"go\": 1e400 }"), Context = context, Source = StateSource.Loop, OperationId = "op", OccurredAt = occurred,
        });
        Assert.Equal(("a", "main", 1L, "decision", StateSource.Loop, "op"),
            (saved.Agent, saved.Branch, saved.Version, saved.Type, saved.Source, saved.OperationId));
        Assert.Equal("{ \"go\": 1e400 }", saved.Payload!.ToString());
        Assert.Equal(Digest.Of(saved.Payload.Utf8.Span), saved.PayloadDigest);
        Assert.Empty(saved.Parents);
        Assert.Equal(new DateTimeOffset(2020, 5, 6, 5, 8, 9, TimeSpan.Zero).AddTicks(123_456_0), saved.OccurredAt);
        Assert.Equal(TimeSpan.Zero, saved.OccurredAt.Offset);
        Assert.InRange(saved.RecordedAt, StateSketch.Begin, Time.GetUtcNow());
        Assert.Equal(7, saved.Id.Value.Version);
        await Host.RestartAsync();
        Assert.Equal(saved.Text(), (await Aura.Agent("a").LoadAsync())!.Text());
        Assert.Equal(saved.Text(), (await Aura.FindAsync(saved.Id))!.Text());
    }

    [Fact]
    public async Task States_follow_each_other_and_the_head_is_loaded()
    {
        var agent = Aura.Agent("a");
        Assert.Null(await agent.LoadAsync());
        var states = await SaveAsync(agent, 5);
        Assert.Equal([1L, 2, 3, 4, 5], states.Select(s => s.Version));
        for (var i = 1; i < 5; i++) Assert.Equal([states[i - 1].Id], states[i].Parents);
        Assert.Equal(states[4].Id, (await agent.LoadAsync())!.Id);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task A_load_without_a_match_is_null()
    {
        var agent = Aura.Agent("a");
        foreach (var request in (LoadRequest[])
        [
            new(), new() { Version = 1 }, new() { Id = StateId.Create(Time.GetUtcNow()) }, new() { RecordedAt = DateTimeOffset.MaxValue },
            new() { OccurredAt = DateTimeOffset.MaxValue }, new() { Type = "x" }, new() { Fresh = true },
        ])
            Assert.Null(await agent.LoadAsync(request));
        var other = await Aura.Agent("b").SaveAsync("x", "y");
        await SaveAsync(agent, 2);
        foreach (var request in (LoadRequest[])
        [
            new() { Version = 3 }, new() { Version = long.MaxValue }, new() { Id = other.Id }, new() { RecordedAt = DateTimeOffset.MinValue },
            new() { OccurredAt = DateTimeOffset.MinValue }, new() { Type = "x" }, new() { Version = 2, Type = "x" },
        ])
            Assert.Null(await agent.LoadAsync(request));
        Assert.Null(await Aura.FindAsync(StateId.Create(Time.GetUtcNow())));
    }

    [Fact]
    public async Task A_state_is_loaded_by_version_id_type_or_any_of_them_with_a_type()
    {
        var agent = Aura.Agent("a");
        var states = new List<AgentState>();
        foreach (var type in (string[])["x", "y", "x", "y", "z"]) states.Add(await agent.SaveAsync(type, type));

        async Task<long?> FoundAsync(LoadRequest request) => (await agent.LoadAsync(request))?.Version;

        Assert.Equal(3, await FoundAsync(new() { Version = 3 }));
        Assert.Equal(2, await FoundAsync(new() { Version = 3, Type = "y" }));
        Assert.Equal(4, await FoundAsync(new() { Type = "y" }));
        Assert.Equal(5, await FoundAsync(new() { Type = "z", Fresh = true }));
        Assert.Equal(2, await FoundAsync(new() { Id = states[1].Id }));
        Assert.Equal(2, await FoundAsync(new() { Id = states[1].Id, Type = "y" }));
        Assert.Null(await FoundAsync(new() { Id = states[1].Id, Type = "x" }));
        Assert.Equal(3, await FoundAsync(new() { RecordedAt = states[3].RecordedAt, Type = "x" }));
        Assert.Equal(4, (await agent.LoadAsync("y"))!.Version);
    }

    [Fact]
    public async Task A_state_is_loaded_as_of_the_time_it_was_stored()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 30);
        for (var i = 0; i < states.Length; i++)
        {
            Assert.Equal(i + 1, (await agent.LoadAsync(new LoadRequest { RecordedAt = states[i].RecordedAt }))!.Version);
            var before = await agent.LoadAsync(new LoadRequest { RecordedAt = states[i].RecordedAt.AddTicks(-1) });
            Assert.Equal(i, before?.Version ?? 0);
        }
    }

    [Fact]
    public async Task A_state_is_loaded_as_of_the_time_it_happened_even_out_of_order_and_before_1970()
    {
        var agent = Aura.Agent("a");
        DateTimeOffset At(int hour) => new DateTimeOffset(1969, 7, 20, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
        foreach (var hour in (int[])[5, 1, 3, 3, 2])
            await agent.SaveAsync(new SaveRequest { Payload = hour.ToString(), OccurredAt = At(hour) });

        async Task<long?> AsOfAsync(DateTimeOffset time) => (await agent.LoadAsync(new LoadRequest { OccurredAt = time }))?.Version;

        Assert.Null(await AsOfAsync(At(1).AddTicks(-1)));
        Assert.Equal(2, await AsOfAsync(At(1)));
        Assert.Equal(2, await AsOfAsync(At(2).AddTicks(-1)));
        Assert.Equal(5, await AsOfAsync(At(2)));
        Assert.Equal(4, await AsOfAsync(At(4)));
        Assert.Equal(1, await AsOfAsync(At(5).ToOffset(TimeSpan.FromHours(14))));
        Assert.Equal(1, await AsOfAsync(DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task The_ends_of_the_calendar_are_times_like_any_other()
    {
        var agent = Aura.Agent("a");
        foreach (var time in (DateTimeOffset[])[DateTimeOffset.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch])
            await agent.SaveAsync(new SaveRequest { Payload = "x", OccurredAt = time });
        await Host.RestartAsync();
        agent = Aura.Agent("a");
        Assert.Equal(2, (await agent.LoadAsync(new LoadRequest { OccurredAt = DateTimeOffset.MinValue }))!.Version);
        Assert.Equal(1, (await agent.LoadAsync(new LoadRequest { OccurredAt = DateTimeOffset.MaxValue }))!.Version);
        Assert.Equal(3, (await agent.LoadAsync(new LoadRequest { OccurredAt = DateTimeOffset.UnixEpoch.AddYears(1) }))!.Version);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_tears_no_order()
    {
        var agent = Aura.Agent("a");
        Time.AdjustTime(StateSketch.Begin.AddDays(1));
        var first = await agent.SaveAsync("x", "1");
        Time.AdjustTime(StateSketch.Begin);
        var second = await agent.SaveAsync("x", "2");
        Assert.Equal(first.RecordedAt, second.RecordedAt);
        Assert.Equal(2, (await agent.LoadAsync(new LoadRequest { RecordedAt = first.RecordedAt }))!.Version);
        await AssertHoldsAsync(1);
    }

    [Fact]
    public async Task A_history_is_streamed_in_either_direction_and_in_part()
    {
        var agent = Aura.Agent("a");
        for (var i = 1; i <= 300; i++) await agent.SaveAsync(i % 2 == 1 ? "odd" : "even", $"{i}");
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), await VersionsAsync(agent));
        Assert.Equal(Enumerable.Range(1, 300).Reverse().Select(i => (long)i), await VersionsAsync(agent, new() { NewestFirst = true }));
        Assert.Equal([100L, 101, 102], await VersionsAsync(agent, new() { FromVersion = 100, ToVersion = 102 }));
        Assert.Equal([299L, 297], await VersionsAsync(agent, new() { Type = "odd", Limit = 2, NewestFirst = true }));
        Assert.Equal([102L, 104], await VersionsAsync(agent, new() { Type = "even", FromVersion = 101, ToVersion = 105 }));
        Assert.Equal([300L], await VersionsAsync(agent, new() { FromVersion = 300, ToVersion = long.MaxValue }));
        Assert.Equal([1L], await VersionsAsync(agent, new() { FromVersion = long.MinValue, ToVersion = 1 }));
        Assert.Empty(await VersionsAsync(agent, new() { Limit = 0 }));
        Assert.Empty(await VersionsAsync(agent, new() { FromVersion = 5, ToVersion = 4 }));
        Assert.Empty(await VersionsAsync(agent, new() { FromVersion = long.MaxValue }));
        Assert.Empty(await VersionsAsync(Aura.Agent("nobody")));
    }

    [Fact]
    public async Task Agents_are_listed_and_counted()
    {
        foreach (var name in (string[])["b", "a", "é", "ab"]) await SaveAsync(Aura.Agent(name), 2);
        await Aura.Agent("a").CreateBranchAsync("x");
        async Task<IEnumerable<string>> ListAsync(AgentQuery? query = null) => await Aura.AgentsAsync(query).Select(a => a.Agent).ToListAsync();
        Assert.Equal(["a", "ab", "b", "é"], await ListAsync());
        Assert.Equal(["a", "ab"], await ListAsync(new() { Prefix = "a" }));
        Assert.Equal(["ab", "b"], await ListAsync(new() { After = "a", Limit = 2 }));
        Assert.Empty(await ListAsync(new() { Limit = 0 }));
        var statistics = await Aura.StatisticsAsync();
        Assert.Equal((4L, 5L, 8L), (statistics.Agents, statistics.Branches, statistics.States));
        Assert.True(statistics.Bytes > 0);
    }

    [Fact]
    public async Task A_large_payload_comes_back_whole()
    {
        var payload = Payload.Parse($"\"{new string('é', 1_500_000)}\"");
        var saved = await Aura.Agent("a").SaveAsync("x", payload);
        await Host.RestartAsync();
        Assert.True(payload.Equals((await Aura.Agent("a").LoadAsync())!.Payload));
        Assert.True(payload.Equals((await Aura.FindAsync(saved.Id))!.Payload));
        await AssertHoldsAsync(1);
    }
}
