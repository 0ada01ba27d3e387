using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task A_speculation_that_cannot_be_kept_leaves_nothing_that_its_correction_would_start_from()
    {
        await BeginAsync();
        var before = await Aura.StatisticsAsync();
        var deep = new FutureRequest { Name = "x", Simulation = "script", Arguments = Payload.Parse(new string('[', 61) + new string(']', 61)) };
        await RefusedAsync(Request(deep), "request", "Request cannot be kept: Payload is nested deeper than 64.");
        Assert.Equal(before.Branches, (await Aura.StatisticsAsync()).Branches);
        var later = await BeginAsync();
        Assert.Equal(later.Id, (await Speculation.RunAsync(Request(Rewarded("x", 1)))).From);
    }

    [Fact]
    public async Task A_branch_that_a_caller_has_opened_is_no_future()
    {
        await BeginAsync();
        await Aura.Agent("a").CreateBranchAsync("s/x");
        await RefusedAsync(Request(Rewarded("x", 1)), "futures", "Agent 'a' already has a branch 's/x': give the speculation or the future another name.");
    }
}
