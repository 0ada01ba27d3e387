using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

public abstract partial class AgentBehaviour
{
    [Fact]
    public async Task An_erased_payload_is_gone_from_every_line_that_read_it()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 3);
        await agent.CreateBranchAsync("x");
        var branch = Aura.Branch("a", "x");
        Assert.NotNull((await branch.LoadAsync())!.Payload);
        await agent.ErasePayloadAsync(states[2].Id);
        Assert.Null((await agent.LoadAsync())!.Payload);
        Assert.Null((await branch.LoadAsync())!.Payload);
        Assert.Null((await Aura.FindAsync(states[2].Id))!.Payload);
        Assert.Equal(states[2].PayloadDigest, (await agent.LoadAsync())!.PayloadDigest);
        Assert.Equal([true, true, false], await agent.HistoryAsync().Select(s => s.Payload is not null).ToListAsync());
        await AssertHoldsAsync(2);
        Assert.Equal(4, (await agent.SaveAsync("x", "goes on")).Version);
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task Only_an_agents_own_state_is_erased()
    {
        var other = await Aura.Agent("b").SaveAsync("x", "y");
        await SaveAsync(Aura.Agent("a"), 1);
        var error = await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Agent("a").ErasePayloadAsync(other.Id));
        Assert.Equal($"Agent 'a' has no state {other.Id}.", error.Message);
        Assert.NotNull((await Aura.FindAsync(other.Id))!.Payload);
    }

    [Fact]
    public async Task An_erased_agent_is_gone_with_its_branches_and_can_begin_again()
    {
        var agent = Aura.Agent("a");
        var states = await SaveAsync(agent, 3);
        await agent.CreateBranchAsync("x", states[0].Id);
        await SaveAsync(Aura.Branch("a", "x"), 2);
        var effect = await Aura.Agent("b").SaveAsync("x", "y", new CausalContext { Causes = [states[0]] });

        var record = await agent.EraseAsync();
        Assert.Equal(("a", 5L), (record.Agent, record.States));
        Assert.Null(await agent.LoadAsync());
        Assert.Null(await Aura.FindAsync(states[0].Id));
        Assert.Empty(await agent.ListBranchesAsync());
        await Assert.ThrowsAsync<NotFoundException>(async () => await Aura.Branch("a", "x").LoadAsync());
        await Assert.ThrowsAsync<NotFoundException>(async () => await agent.EraseAsync());
        Assert.Equal(["b"], await Aura.AgentsAsync().Select(a => a.Agent).ToListAsync());
        Assert.Equal(1, (await Aura.StatisticsAsync()).Erasures);
        Assert.Equal(effect.Text(), (await Aura.FindAsync(effect.Id))!.Text());
        await AssertHoldsAsync(1);

        Assert.Equal(1, (await agent.SaveAsync("x", "again")).Version);
        Assert.Equal([1L], await VersionsAsync(agent));
        await AssertHoldsAsync(2);
    }

    [Fact]
    public async Task Erasing_while_the_agent_is_written_to_leaves_whole_lines()
    {
        for (var round = 0; round < 5; round++)
        {
            var first = await Aura.Agent("a").SaveAsync("x", "first");
            await Aura.Agent("a").CreateBranchAsync("x", first.Id);
            var writers = new[] { "main", "x" }.Select(branch => Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    try
                    {
                        await Aura.Branch("a", branch).SaveAsync("x", $"{i}");
                    }
                    catch (NotFoundException)
                    {
                        // The branch is gone with the agent.
                    }
                }
            })).ToArray();
            await Aura.Agent("a").EraseAsync();
            await Task.WhenAll(writers);
            Assert.All(await Aura.VerifyAsync().ToListAsync(), v => Assert.Null(v.Damage));
            var versions = await VersionsAsync(Aura.Agent("a"));
            Assert.Equal(Enumerable.Range(1, versions.Count()).Select(i => (long)i), versions);
        }
    }
}
