using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Aura.Cluster.Tests.Providers;

/// <summary>Reminders: each kept once, found by its grain and by its place on the ring of hashes.</summary>
public sealed class Reminders(ProviderCluster cluster) : ProviderTest(cluster)
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly GrainId _grain = GrainId.Create("reminded", Guid.NewGuid().ToString("N"));

    private IReminderTable Table => Cluster.Silos[0].GetRequiredService<IReminderTable>();

    [Fact]
    public async Task A_reminder_is_registered_listed_updated_and_removed()
    {
        var first = await UpsertAsync(_grain, "daily", TimeSpan.FromMinutes(1));
        await UpsertAsync(_grain, "monthly", TimeSpan.FromDays(30));
        Assert.Equal(["daily", "monthly"], (await Table.ReadRows(_grain)).Reminders.Select(r => r.ReminderName).Order());
        var monthly = await Table.ReadRow(_grain, "monthly");
        Assert.Equal((_grain, Start, TimeSpan.FromDays(30)), (monthly.GrainId, monthly.StartAt, monthly.Period));

        var second = await UpsertAsync(_grain, "daily", TimeSpan.FromDays(1));
        Assert.NotEqual(first, second);
        var daily = await Table.ReadRow(_grain, "daily");
        Assert.Equal((second, TimeSpan.FromDays(1)), (daily.ETag, daily.Period));

        Assert.False(await Table.RemoveRow(_grain, "daily", first));
        Assert.True(await Table.RemoveRow(_grain, "daily", second));
        Assert.False(await Table.RemoveRow(_grain, "daily", second));
        Assert.Null(await Table.ReadRow(_grain, "daily"));
        Assert.Equal("monthly", Assert.Single((await Table.ReadRows(_grain)).Reminders).ReminderName);
    }

    [Fact]
    public async Task The_etag_of_a_removed_reminder_does_not_remove_its_successor()
    {
        var first = await UpsertAsync(_grain, "again", TimeSpan.FromMinutes(1));
        Assert.True(await Table.RemoveRow(_grain, "again", first));
        await UpsertAsync(_grain, "again", TimeSpan.FromMinutes(1));
        Assert.False(await Table.RemoveRow(_grain, "again", first));
    }

    [Fact]
    public async Task Registered_by_many_at_once_it_is_kept_once()
    {
        var etags = await AtOnceAsync(16, i => UpsertAsync(_grain, "same", TimeSpan.FromMinutes(i + 1)));
        Assert.Equal(16, etags.Distinct().Count());
        Assert.Contains(Assert.Single((await Table.ReadRows(_grain)).Reminders).ETag, etags);
    }

    [Fact]
    public async Task A_range_is_a_piece_of_the_ring()
    {
        var grains = Enumerable.Range(0, 40).Select(i => GrainId.Create("ringed", $"{Guid.NewGuid():N}/{i}")).ToArray();
        foreach (var grain in grains) await UpsertAsync(grain, "ring", TimeSpan.FromMinutes(1));
        uint[] bounds = [0, .. grains.Take(4).Select(g => g.GetUniformHashCode()), int.MaxValue, uint.MaxValue];
        foreach (var begin in bounds)
        {
            foreach (var end in bounds)
            {
                var expected = grains.Where(g => Holds(begin, end, g.GetUniformHashCode())).ToHashSet();
                var found = (await Table.ReadRows(begin, end)).Reminders.Select(r => r.GrainId).Where(grains.Contains).ToHashSet();
                Assert.True(expected.SetEquals(found), $"({begin}, {end}] holds {expected.Count} of them, but {found.Count} were found.");
            }
        }
    }

    private static bool Holds(uint begin, uint end, uint hash) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private Task<string> UpsertAsync(GrainId grain, string name, TimeSpan period) =>
        Table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = Start, Period = period });
}
