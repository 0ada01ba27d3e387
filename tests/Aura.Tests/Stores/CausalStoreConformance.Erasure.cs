using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class CausalStoreConformance
{
    private static readonly Payload Large = Payload.Parse($"\"{new string('x', 2 << 20)}\"");

    // A difference between two payloads of this size is no text for a report.
    private async Task AssertIsLargeAsync(AgentState state) =>
        Assert.True(Large.Equals((await ReadAsync(state))?.Payload), $"{state.Agent}@{state.Version} has lost its payload.");

    [Fact]
    public async Task An_erased_payload_is_gone_and_its_digest_stays()
    {
        var line = StateSketch.Line("a", 2, s => s.With("secret"));
        await AppendedAsync(line);
        Assert.True(await Store.ErasePayloadAsync("a", line[0].Id, default));
        var read = (await ReadAsync(line[0]))!;
        Assert.Equal((line[0] with { Payload = null }).Text(), read.Text());
        Assert.Equal("secret", (await ReadAsync(line[1]))!.Payload!.As<string>());
        Assert.True(await Store.ErasePayloadAsync("a", line[0].Id, default));
    }

    [Fact]
    public async Task A_payload_is_erased_only_in_the_agents_own_name()
    {
        var (a, b) = (StateSketch.First("a"), StateSketch.First("b"));
        await AppendedAsync(a, b);
        Assert.False(await Store.ErasePayloadAsync("b", a.Id, default));
        Assert.False(await Store.ErasePayloadAsync("a", StateId.Create(StateSketch.Begin), default));
        Assert.NotNull((await ReadAsync(a))!.Payload);
    }

    [Fact]
    public async Task A_blob_goes_with_the_last_state_that_has_it()
    {
        var line = StateSketch.Line("a", 2, s => s.With(Large));
        var other = StateSketch.First("b", s => s.With(Large));
        await AppendedAsync([.. line, other]);
        Assert.True(await Store.ErasePayloadAsync("a", line[0].Id, default));
        await AssertIsLargeAsync(line[1]);
        Assert.True(await Store.ErasePayloadAsync("a", line[1].Id, default));
        await AssertIsLargeAsync(other);
        Assert.Equal(1, (await Store.ReadStatisticsAsync(default)).Blobs);
        Assert.True(await Store.ErasePayloadAsync("b", other.Id, default));
        Assert.Equal(0, (await Store.ReadStatisticsAsync(default)).Blobs);
        Assert.Null((await ReadAsync(other))!.Payload);
    }

    [Fact]
    public async Task An_erased_agent_leaves_one_record_and_what_others_share_with_it_stays()
    {
        var a = StateSketch.Line("a", 3, s => s.With(Large) with { OperationId = $"op{s.Version}" });
        var b = StateSketch.First("b", s => s.With(Large) with { Context = new CausalContext { Causes = [a[0]] } });
        await AppendedAsync([.. a, b]);
        Assert.True(await Store.CreateBranchAsync(a[1].Fork("x"), default));
        await AppendedAsync(StateSketch.After(a[1], s => s with { Context = new CausalContext { Causes = [b] } }, branch: "x"));

        var record = await Store.EraseAgentAsync("a", StateSketch.Begin, default);
        Assert.Equal(new ErasureRecord("a", 4, StateSketch.Begin), record);
        Assert.Null(await Store.ReadLineAsync("a", "main", default));
        Assert.Null(await Store.ReadLineAsync("a", "x", default));
        Assert.Empty(await Store.ReadBranchesAsync("a", null, default));
        Assert.Empty(await Store.ReadStatesAsync([.. a.Select(s => s.Id)], default));
        Assert.Equal(["b"], (await Store.ReadAgentsAsync(new AgentQuery(), 10, default)).Select(x => x.Agent));
        await AssertIsLargeAsync(b);
        Assert.Equal(a[0].Id, Assert.Single(await Store.ReadCausesAsync([b.Id], default)).Cause);
        var statistics = await Store.ReadStatisticsAsync(default);
        Assert.Equal((1L, 1L, 1L, 1L, 1L, 1L),
            (statistics.Agents, statistics.Branches, statistics.States, statistics.Links, statistics.Blobs, statistics.Erasures));
        Assert.Null(await Store.EraseAgentAsync("a", StateSketch.Begin, default));
    }

    [Fact]
    public async Task An_erased_agent_can_begin_again()
    {
        var old = StateSketch.Line("a", 3, s => s.With(Large) with { OperationId = $"op{s.Version}" });
        await AppendedAsync(old);
        await Store.EraseAgentAsync("a", StateSketch.Begin, default);
        var follower = Assert.Single(await Store.AppendAsync([StateSketch.After(old[2])], default));
        Assert.Equal((AppendOutcome.Conflict, null), (follower.Outcome, follower.Existing));
        var again = StateSketch.Line("a", 2, s => s.With(Large) with { OperationId = $"op{s.Version}" });
        await AppendedAsync(again);
        Assert.Equal(again[1].Id, (await Store.ReadLineAsync("a", "main", default))!.Head!.Id);
        await AssertIsLargeAsync(again[0]);
        await Store.EraseAgentAsync("a", StateSketch.Begin, default);
        Assert.Equal(2, (await Store.ReadStatisticsAsync(default)).Erasures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Nothing_goes_on_from_what_was_erased_whoever_has_erased_it(int crowd)
    {
        foreach (var eraser in (ICausalStore[])[Store, await OpenAsync()])
        {
            var line = StateSketch.Line("a", 3);
            await AppendAmongAsync(crowd, line[..2]);
            await eraser.EraseAgentAsync("a", StateSketch.Begin, default);
            var follower = Assert.Single(await AppendAmongAsync(crowd, [line[2]]));
            Assert.Equal((AppendOutcome.Conflict, null), (follower.Outcome, follower.Existing));
        }
    }

    [Fact]
    public async Task A_blob_that_is_erased_while_another_agent_saves_it_is_not_lost()
    {
        var other = await OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var old = StateSketch.First($"old{round}", s => s.With(Large));
            var young = StateSketch.First($"young{round}", s => s.With(Large));
            await AppendedAsync(old);
            await Task.WhenAll(
                Task.Run(async () => await Store.EraseAgentAsync(old.Agent, StateSketch.Begin, default)),
                Task.Run(async () => await other.AppendAsync([young], default)));
            await AssertIsLargeAsync(young);
            await Store.EraseAgentAsync(young.Agent, StateSketch.Begin, default);
        }
    }
}
