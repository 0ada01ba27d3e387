using Aura.Client;
using Aura.Cluster.Tests.Hosting;
using Aura.Tests.Hosting;

namespace Aura.Cluster.Tests.Faults;

/// <summary>Silos die while futures run in them.</summary>
[Collection(RealSilos.Name)]
public sealed class SiloSpeculations(PostgresFixture server, ITestOutputHelper output)
{
    private const int Agents = 4;
    private const int Futures = 12;
    private const int Steps = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Speculations_whose_silos_are_killed_end_as_they_do_in_one_process()
    {
        await using var place = new SqlitePlace();
        await using var alone = await AuraClient.OpenAsync(place.Store);
        var expected = await SpeculateAsync(alone, 0);

        var database = await server.TakeDatabaseAsync();
        await using var shared = new PostgresPlace(server, database);
        await using var cluster = await SiloCluster.StartAsync(database, silos: 3);
        var speculating = Enumerable.Range(0, Agents).Select(i => Task.Run(() => SpeculateAsync(cluster.Aura, i))).ToArray();
        foreach (var silo in cluster.Silos.Skip(1).ToArray())
        {
            var states = await StatesAsync(cluster.Aura);
            await Eventually.TrueAsync(async () => speculating.All(s => s.IsCompleted) || await StatesAsync(cluster.Aura) > states + 100, Patience);
            output.WriteLine($"Killed with {speculating.Count(s => s.IsCompleted)} speculations ended and {await StatesAsync(cluster.Aura)} states.");
            await silo.KillAsync();
        }
        foreach (var info in await Task.WhenAll(speculating).WaitAsync(Patience))
        {
            Assert.Equal((SpeculationStatus.Won, expected.Winner), (info.Status, info.Winner));
            Assert.Equal(Sketch(expected), Sketch(info));
            var agent = cluster.Aura.Agent(info.Agent);
            var promotion = Assert.Single((await PatientlyAsync(async () => await agent.BranchGraphAsync())).Joins);
            Assert.Equal((info.Promotion, 2L), (promotion.State, promotion.Version));
            Assert.Equal(promotion.State, (await PatientlyAsync(async () => await agent.LoadAsync(new LoadRequest { Fresh = true })))!.Id);
        }
        Assert.All(await PatientlyAsync(async () => await cluster.Aura.VerifyAsync().ToListAsync()), l => Assert.Null(l.Damage));
    }

    private static Payload Script(int reward) =>
        Payload.From(new { steps = Enumerable.Range(0, Steps).Select(s => new { payload = new { reward }, energyCost = s }) });

    private static string Sketch(SpeculationInfo info) => string.Join(' ', info.Futures.Select(f => $"{f.Name}:{f.Status}:{f.States}:{f.Energy}:{f.Score}"));

    private static async Task<SpeculationInfo> SpeculateAsync(IAura aura, int number)
    {
        await PatientlyAsync(async () => await aura.Agent($"agent{number}").SaveAsync(new SaveRequest { Payload = "begin", OperationId = "begin" }));
        return await PatientlyAsync(async () => await aura.Speculation($"agent{number}", "s").RunAsync(new SpeculationRequest
        {
            Futures =
            [
                .. Enumerable.Range(0, Futures).Select(f => new FutureRequest
                {
                    Name = $"f{f}",
                    Simulation = "script",
                    Arguments = Script(f * 7 % Futures),
                }),
            ],
            Scorer = "value",
            ScorerArguments = Payload.Parse("""{"path":"/reward"}"""),
        }));
    }

    private static async Task<long> StatesAsync(IAura aura) => (await PatientlyAsync(async () => await aura.StatisticsAsync())).States;

    // What dies with a silo is asked for again, as is what the client sends to one before it has heard of its death.
    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> call)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsExpected(e) && TimeProvider.System.GetElapsedTime(begin) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private static bool IsExpected(Exception e) => e is StoreException or UncertainWriteException or Orleans.Runtime.OrleansException or TimeoutException;
}
