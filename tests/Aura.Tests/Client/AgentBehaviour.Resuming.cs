using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_speculation_that_was_interrupted_goes_on_where_it_stood_and_promotes_once()
    {
        var start = await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Gated("slow", gate, 5), Rewarded("quick", 1)));
        await gate.Reached;
        await Host.RestartAsync();
        var listed = Assert.Single(await Aura.Agent("a").ListSpeculationsAsync());
        Assert.Equal((SpeculationStatus.Running, 1L), (listed.Status, Future(listed, "slow").States));
        gate.Open();
        var info = await Speculation.RunAsync(null!);
        Assert.Equal(("slow", 5.0, 1.0), (info.Winner, Future(info, "slow").Score, Future(info, "quick").Score));
        Assert.Equal(["step:0", "step:1"], await OwnOperationsAsync("s/slow"));
        Assert.Equal([start.Id, info.Promotion!.Value], await Aura.Agent("a").HistoryAsync().Select(s => s.Id).ToListAsync());
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task Two_that_run_one_speculation_come_to_one_decision_and_one_promotion()
    {
        await BeginAsync();
        var other = await Host.ConnectAsync();
        var (ours, theirs) = (Speculation, other.Speculation("a", "s"));
        var gate = Gate.New();
        var request = Request([.. Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? Gated($"f{i}", gate, i) : Rewarded($"f{i}", i))]);
        await Task.WhenAll(ours.StartAsync(request).AsTask(), theirs.StartAsync(request).AsTask());
        await gate.Reached;
        gate.Open();
        var infos = await Task.WhenAll(ours.RunAsync(request).AsTask(), theirs.RunAsync(request).AsTask());
        Assert.Equal((SpeculationStatus.Won, "f7"), (infos[0].Status, infos[0].Winner));
        Assert.Equal(infos[0] with { Futures = [] }, infos[1] with { Futures = [] });
        Assert.Equal(infos[0].Futures, infos[1].Futures);
        for (var i = 0; i < 8; i++) Assert.Equal(["step:0", "step:1"], await OwnOperationsAsync($"s/f{i}"));
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task A_speculation_that_runs_elsewhere_ends_when_it_is_cancelled_here()
    {
        await BeginAsync();
        var other = (await Host.ConnectAsync()).Speculation("a", "s");
        var gate = Gate.New();
        await other.StartAsync(Request(Gated("stuck", gate, 1, "stuck")));
        await gate.Reached;
        Assert.Equal(SpeculationStatus.Cancelled, (await Speculation.CancelAsync()).Status);
        Assert.Equal(SpeculationStatus.Cancelled, (await other.RunAsync(null!)).Status);
        gate.Open();
        await AssertJoinsAsync(0);
    }

    [Fact]
    public async Task Started_again_a_speculation_answers_as_it_stands()
    {
        await BeginAsync();
        var gate = Gate.New();
        var started = await Speculation.StartAsync(Request(Gated("x", gate, 1)));
        var again = await Speculation.StartAsync(Request(Rewarded("y", 2), Rewarded("z", 3)));
        Assert.Equal((started.StartedAt, "x"), (again.StartedAt, Assert.Single(again.Futures).Name));
        gate.Open();
        Assert.Equal("x", (await Speculation.RunAsync(null!)).Winner);
    }

    [Fact]
    public async Task An_agent_that_is_erased_takes_its_speculations_along()
    {
        await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Gated("x", gate, 1)));
        await gate.Reached;
        await Aura.Agent("a").EraseAsync();
        await Assert.ThrowsAsync<NotFoundException>(async () => await Speculation.DescribeAsync());
        Assert.Empty(await Aura.Agent("a").ListSpeculationsAsync());
        gate.Open();
        await BeginAsync();
        var info = await Speculation.RunAsync(Request(Rewarded("x", 7)));
        Assert.Equal(("x", 7.0, 2L), (info.Winner, info.Futures[0].Score, info.Futures[0].States));
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task A_winner_that_cannot_be_promoted_any_more_says_why()
    {
        await BeginAsync();
        var gate = Gate.New();
        await Speculation.StartAsync(Request(Gated("x", gate, 1)));
        await gate.Reached;
        await Aura.Branch("a", "s/x").DiscardAsync(new DiscardRequest { Lesson = Payload.Parse("""{"reward":9}""") });
        gate.Open();
        var info = await Speculation.RunAsync(null!);
        Assert.Equal((SpeculationStatus.Won, "x", null, 9.0), (info.Status, info.Winner, info.Promotion, info.Futures[0].Score));
        Assert.Equal("It could not be promoted: Branch 's/x' of agent 'a' was discarded: open another at one of its states to go on.", info.Futures[0].Problem);
        await AssertJoinsAsync(0);
    }

    private async Task<IReadOnlyList<string?>> OwnOperationsAsync(string branch) =>
        await Aura.Branch("a", branch).HistoryAsync(new HistoryRequest { FromVersion = 2 }).Select(s => s.OperationId).ToListAsync();
}
