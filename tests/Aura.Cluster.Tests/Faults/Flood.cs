using Aura.Cluster.Tests.Hosting;
using Aura.Testing;

namespace Aura.Cluster.Tests.Faults;

/// <summary>More calls than a silo takes are refused at once, and nothing is the worse for it.</summary>
[Collection(RealSilos.Name)]
public sealed class Flood
{
    private const int Calls = 400;

    [Fact]
    public async Task A_flood_is_refused_and_afterwards_all_is_as_before()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await SiloCluster.StartAloneAsync(folder.File("aura.db"), "--Aura:MaxCalls", "4", "--Aura:MaxQueuedPerLine", "20");
        await cluster.Aura.Agent("agent").SaveAsync(StateTypes.Decision, "before");

        var many = await FloodAsync(i => cluster.Aura.Agent($"agent{i}"));
        Assert.Contains(many, r => r is OverloadedException);
        Assert.All(many, r => Assert.True(r is AgentState or OverloadedException, $"{r}"));

        var one = await FloodAsync(_ => cluster.Aura.Agent("agent"));
        Assert.Contains(one, r => r is LimitExceededException);
        Assert.All(one, r => Assert.True(r is AgentState or LimitExceededException, $"{r}"));

        var saved = many.Concat(one).OfType<AgentState>().ToArray();
        var after = await cluster.Aura.Agent("agent").SaveAsync(StateTypes.Decision, "after");
        Assert.Equal(one.OfType<AgentState>().Count() + 2, after.Version);
        Assert.Equal(saved.Length + 2, (await cluster.Aura.StatisticsAsync()).States);
        await foreach (var line in cluster.Aura.VerifyAsync()) Assert.Null(line.Damage);
    }

    private static Task<object[]> FloodAsync(Func<int, IAgent> agent) => Task.WhenAll(Enumerable.Range(0, Calls).Select(async i =>
    {
        try
        {
            return (object)await agent(i).SaveAsync(StateTypes.Decision, $"{i}");
        }
        catch (Exception e)
        {
            return e;
        }
    }));
}
