using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Faults;

/// <summary>Two clusters that know nothing of each other hold the same agents at the same time: the database decides.</summary>
[Collection(RealSilos.Name)]
public sealed class Fence(PostgresFixture server)
{
    private const int Agents = 8;
    private const int Saves = 40;

    [Fact]
    public async Task Two_clusters_on_one_database_neither_lose_nor_double_nor_fork()
    {
        var database = await server.TakeDatabaseAsync();
        await using var place = new PostgresPlace(server, database);
        await using var one = await SiloCluster.StartAsync(database, silos: 1, "one");
        await using var two = await SiloCluster.StartAsync(database, silos: 1, "two");
        IAura[] clusters = [one.Aura, two.Aura];

        var acknowledged = await Task.WhenAll(
            from aura in clusters
            from agent in Enumerable.Range(0, Agents)
            select Task.Run(() => SaveAsync(aura.Agent($"agent{agent}"))));
        foreach (var lines in acknowledged.SelectMany(s => s).GroupBy(s => s.Agent))
        {
            var history = await one.Aura.Agent(lines.Key).HistoryAsync().ToListAsync();
            Assert.Equal(Enumerable.Range(1, 2 * Saves).Select(i => (long)i), history.Select(s => s.Version));
            Assert.Equal(history.Select(s => s.Id), lines.OrderBy(s => s.Version).Select(s => s.Id));
        }
        Assert.All(await two.Aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));

        for (var version = 2L * Saves; version < 2 * Saves + 10; version++)
        {
            var request = new SaveRequest { Payload = "mine", ExpectedVersion = version };
            var tries = await Task.WhenAll(clusters.Select(aura => TryAsync(aura.Agent("agent0"), request)));
            Assert.Equal(version + 1, Assert.Single(tries.OfType<AgentState>()).Version);
            Assert.Equal(version + 1, Assert.Single(tries.OfType<ConcurrencyException>()).Actual);
        }
    }

    private static async Task<List<AgentState>> SaveAsync(IAgent agent)
    {
        var saved = new List<AgentState>();
        while (saved.Count < Saves) saved.Add(await agent.SaveAsync(new SaveRequest { Payload = $"{saved.Count}" }));
        return saved;
    }

    private static async Task<object> TryAsync(IAgent agent, SaveRequest request)
    {
        try
        {
            return await agent.SaveAsync(request);
        }
        catch (ConcurrencyException e)
        {
            return e;
        }
    }
}
