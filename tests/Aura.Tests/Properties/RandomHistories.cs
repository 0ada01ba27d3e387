using Aura.Tests.Hosting;

namespace Aura.Tests.Properties;

/// <summary>Whatever is done in whatever order, Aura answers as plain lists would.</summary>
public sealed class RandomHistories(PostgresFixture server)
{
    [Fact]
    public async Task On_SQLite() => await HoldAsync(new SqlitePlace(), 250);

    [Fact]
    public async Task On_PostgreSQL() => await HoldAsync(await PostgresPlace.CreateAsync(server), 60);

    private static async Task HoldAsync(IStorePlace place, int cases)
    {
        await using var host = await EmbeddedHost.StartAsync(place);
        host.Time.AutoAdvanceAmount = TimeSpan.Zero;
        var number = 0;
        await Property.HoldsAsync(Property.ArrayOf(Step.Any), cases, steps => new HistoryModel(host, ++number).RunAsync(steps));
        Assert.True(number >= cases);
    }
}
