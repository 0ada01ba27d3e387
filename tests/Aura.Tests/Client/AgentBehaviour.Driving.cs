using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    private static readonly SpeculationBudget Hour = new() { Time = TimeSpan.FromHours(1) };

    private static FutureRequest Driven(string name) => new() { Name = name };

    private static SaveRequest Saved(double reward, string? operation = null) => new() { Payload = Payload.From(new { reward }), OperationId = operation };

    private ValueTask<FutureLease> LeaseAsync(string future, string? lease = null) =>
        Speculation.LeaseAsync(new LeaseRequest { Future = future, Lease = lease });

    private async Task RefusesAsync(string field, string sentence, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(call);
        Assert.Equal((field, sentence), (refused.Field, refused.Message));
    }

    [Fact]
    public async Task Futures_that_are_driven_from_outside_compete_with_those_that_are_simulated()
    {
        await BeginAsync();
        var info = await Speculation.StartAsync(Request(Driven("x"), Driven("y"), Rewarded("z", 2)) with { Budget = Hour });
        Assert.Equal(FutureStatus.Driven, Future(info, "x").Status);
        foreach (var (name, reward) in ((string, double)[])[("x", 3), ("y", 1)]) await DriveAsync(name, reward);
        info = await Speculation.RunAsync(null!);
        Assert.Equal(("x", 3.0, 1.0, 2.0), (info.Winner, Future(info, "x").Score, Future(info, "y").Score, Future(info, "z").Score));
        Assert.All(info.Futures, f => Assert.Equal((FutureStatus.Finished, 2L, null), (f.Status, f.States, f.LeasedUntil)));
        await AssertJoinsAsync(1);

        async Task DriveAsync(string name, double reward)
        {
            var lease = await LeaseAsync(name);
            Assert.Equal((name, $"s/{name}", 32), (lease.Future, lease.Branch, lease.Lease.Length));
            Assert.Equal(lease.Until, Future(await Speculation.DescribeAsync(), name).LeasedUntil);
            await Speculation.SaveAsync(name, lease.Lease, Saved(0));
            var last = await Speculation.SaveAsync(name, lease.Lease, Saved(reward, "last"));
            Assert.Equal(last.Id, (await Speculation.SaveAsync(name, lease.Lease, Saved(reward, "last"))).Id);
            Assert.Equal(($"s/{name}", 3L), (last.Branch, last.Version));
            await Speculation.FinishAsync(name, lease.Lease);
            await Speculation.FinishAsync(name, lease.Lease);
        }
    }

    [Fact]
    public async Task A_lease_is_one_drivers_until_it_ends_and_survives_a_restart()
    {
        await BeginAsync();
        await Speculation.StartAsync(Request(Driven("x")) with { Budget = Hour });
        var first = await LeaseAsync("x");
        await Host.RestartAsync();
        await RefusesAsync("future", $"Future 'x' is another driver's until {first.Until:O}.", async () => await LeaseAsync("x"));
        await RefusesAsync("lease", "The lease is not that of future 'x'.", async () => await Speculation.SaveAsync("x", "made up", Saved(1)));
        await RefusesAsync("lease", "The lease is not that of future 'x'.", async () => await LeaseAsync("x", "made up"));
        await RefusesAsync("lease", "The lease is not that of future 'x'.", async () => await Speculation.FinishAsync("x", "made up"));
        Assert.DoesNotContain(first.Lease, string.Concat(await Aura.Branch("a", "speculation:s").HistoryAsync().Select(s => s.Text()).ToListAsync()));

        Time.Advance(TimeSpan.FromSeconds(30));
        var renewed = await LeaseAsync("x", first.Lease);
        Assert.Equal(first.Lease, renewed.Lease);
        Assert.True(renewed.Until >= first.Until.AddSeconds(30));
        Time.Advance(TimeSpan.FromSeconds(40));
        await Speculation.SaveAsync("x", first.Lease, Saved(1));
        Time.Advance(TimeSpan.FromSeconds(40));
        await RefusesAsync("lease", $"The lease on future 'x' ended at {renewed.Until:O}: take a new one.",
            async () => await Speculation.SaveAsync("x", first.Lease, Saved(2)));
        await RefusesAsync("lease", $"The lease on future 'x' ended at {renewed.Until:O}: take a new one.", async () => await LeaseAsync("x", first.Lease));

        var second = await LeaseAsync("x");
        Assert.NotEqual(first.Lease, second.Lease);
        await RefusesAsync("lease", "The lease is not that of future 'x'.", async () => await Speculation.SaveAsync("x", first.Lease, Saved(2)));
        await Speculation.SaveAsync("x", second.Lease, Saved(3));
        await Speculation.FinishAsync("x", second.Lease);
        var info = await Speculation.RunAsync(null!);
        Assert.Equal((3.0, 2L), (info.Futures[0].Score, info.Futures[0].States));
    }

    [Fact]
    public async Task Of_two_drivers_one_gets_the_lease_wherever_they_ask()
    {
        await BeginAsync();
        await Speculation.StartAsync(Request(Driven("x")) with { Budget = Hour });
        ISpeculation[] ways = [Speculation, (await Host.ConnectAsync()).Speculation("a", "s")];
        var leases = await Task.WhenAll(ways.Concat(ways).Select(async way =>
        {
            try
            {
                return await way.LeaseAsync(new LeaseRequest { Future = "x" });
            }
            catch (InvalidInputException)
            {
                return null;
            }
        }));
        var lease = Assert.Single(leases, l => l is not null)!;
        await ways[0].SaveAsync("x", lease.Lease, Saved(1));
        await ways[1].SaveAsync("x", lease.Lease, Saved(2));
        await ways[1].FinishAsync("x", lease.Lease);
        Assert.Equal(2, (await ways[0].RunAsync(null!)).Futures[0].Score);
        await AssertJoinsAsync(1);
    }

    [Fact]
    public async Task A_driven_future_ends_with_the_time_or_with_its_budget()
    {
        await BeginAsync();
        await Speculation.StartAsync(Request(Driven("late"), Driven("long"), Rewarded("done", 1)) with { Budget = Hour with { States = 2 } });
        var late = await Speculation.LeaseAsync(new LeaseRequest { Future = "late", Duration = TimeSpan.FromDays(1) });
        var longer = await LeaseAsync("long");
        Assert.Equal((await Speculation.DescribeAsync()).Deadline, late.Until);
        await Speculation.SaveAsync("late", late.Lease, Saved(9));
        await Speculation.SaveAsync("long", longer.Lease, Saved(8, "one"));
        await Speculation.SaveAsync("long", longer.Lease, Saved(8, "two"));
        Assert.Equal("one", (await Speculation.SaveAsync("long", longer.Lease, Saved(8, "one"))).OperationId);
        await RefusesAsync("future", "Future 'long' has used up its budget and has ended: nothing can follow.",
            async () => await Speculation.SaveAsync("long", longer.Lease, Saved(9)));
        await RefusesAsync("future", "Future 'long' has ended: nothing can follow.", async () => await Speculation.FinishAsync("long", longer.Lease));
        await EndedAsync("done");
        Time.Advance(TimeSpan.FromHours(1));
        var info = await Speculation.RunAsync(null!);
        Assert.Equal("done", info.Winner);
        Assert.Equal([(FutureStatus.Exhausted, 9.0), (FutureStatus.Exhausted, 8.0), (FutureStatus.Finished, 1.0)],
            info.Futures.Select(f => (f.Status, f.Score!.Value)));
        await RefusesAsync("future", "Future 'late' has ended: nothing can follow.", async () => await Speculation.SaveAsync("late", late.Lease, Saved(9)));
        await RefusesAsync("future", "Future 'late' has ended: nothing can follow.", async () => await LeaseAsync("late"));
    }

    [Fact]
    public async Task What_cannot_be_driven_is_refused()
    {
        await BeginAsync();
        await Assert.ThrowsAsync<NotFoundException>(async () => await LeaseAsync("x"));
        await Speculation.StartAsync(Request(Driven("x"), Rewarded("z", 1)) with { Budget = Hour });
        await RefusesAsync("future", "Future 'z' is run by simulation 'script': it cannot be driven from outside.", async () => await LeaseAsync("z"));
        await RefusesAsync("future", "Speculation 's' of agent 'a' has no future 'y'.", async () => await LeaseAsync("y"));
        await RefusesAsync("future", "Speculation 's' of agent 'a' has no future 'y'.", async () => await Speculation.SaveAsync("y", "made up", Saved(1)));
        await RefusesAsync("lease", "The lease is not that of future 'x'.", async () => await Speculation.SaveAsync("x", "made up", Saved(1)));
        foreach (var duration in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromDays(1.1)])
        {
            await RefusesAsync("duration", $"Duration {duration} is out of range: one second to one day are allowed.",
                async () => await Speculation.LeaseAsync(new LeaseRequest { Future = "x", Duration = duration }));
        }
        Assert.Equal(SpeculationStatus.Cancelled, (await Speculation.CancelAsync()).Status);
        await RefusesAsync("future", "Future 'x' has ended: nothing can follow.", async () => await LeaseAsync("x"));
    }
}
