using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class CausalStoreConformance
{
    /// <summary>Raw SQL that marks the store's schema as one version newer than any that there is.</summary>
    protected abstract string MakeNewer { get; }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        var first = StateSketch.First("a");
        await AppendedAsync(first);
        await Store.OpenAsync(true, default);
        await Store.OpenAsync(false, default);
        var other = await OpenAsync(create: false);
        Assert.Equal(first.Id, (await other.ReadLineAsync("a", "main", default))!.Head!.Id);
    }

    [Fact]
    public async Task An_empty_store_can_be_opened_by_many_at_once()
    {
        await using var place = await MakePlaceAsync();
        var stores = Enumerable.Range(0, 8).Select(_ => CausalStores.Create(place.Store)).ToArray();
        try
        {
            await Task.WhenAll(stores.Select(s => Task.Run(async () => await s.OpenAsync(true, default))));
            var results = await Task.WhenAll(stores.Select((s, i) => Task.Run(async () => await s.AppendAsync([StateSketch.First($"agent{i}")], default))));
            Assert.All(results, r => Assert.Equal(AppendOutcome.Appended, r[0].Outcome));
            Assert.Equal(8, (await stores[0].ReadStatisticsAsync(default)).States);
        }
        finally
        {
            foreach (var store in stores) await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_store_that_does_not_exist_is_not_made_unless_asked_for()
    {
        await using var place = await MakePlaceAsync();
        await using var store = CausalStores.Create(place.Store);
        var error = await Assert.ThrowsAsync<NotFoundException>(async () => await store.OpenAsync(false, default));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(async () => await store.OpenAsync(false, default));
        await store.OpenAsync(true, default);
        await store.OpenAsync(false, default);
    }

    /// <summary>Raw SQL that makes the store what it was at version 2.</summary>
    protected abstract string MakeVersion2 { get; }

    /// <summary>Raw SQL that makes a store at version 2 what it was at version 1.</summary>
    protected abstract string MakeVersion1 { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_older_schema_is_upgraded_and_keeps_what_it_holds(int version)
    {
        var line = StateSketch.Line("a", 2);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[0].Fork("x"), default));
        await Place.SqlAsync(version == 1 ? MakeVersion2 + MakeVersion1 : MakeVersion2);
        var upgraded = await OpenAsync(create: false);
        Assert.Equal(line[0].Fork("x"), (await upgraded.ReadLineAsync("a", "x", default))!.Record);
        Assert.Equal(line[1].Text(), (await upgraded.ReadLineAsync("a", "main", default))!.Head!.Text());
        var mortal = line[0].Fork("y") with { ExpiresAt = StateSketch.Begin.AddDays(1) };
        Assert.True(await upgraded.CreateBranchAsync(mortal, default));
        Assert.Equal(mortal, (await upgraded.ReadLineAsync("a", "y", default))!.Record);
        await upgraded.Memories.CreateFabricAsync(MemorySketch.Fabric("f"), default);
        var change = new MemoryChange { Fabric = "f", Revision = 0, Added = [MemorySketch.Memory("m")], At = StateSketch.Begin };
        Assert.True((await upgraded.Memories.CommitAsync(change, default)).Committed);
        await OpenAsync(create: false);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_in_one_sentence()
    {
        await AppendedAsync(StateSketch.First("a"));
        await Place.SqlAsync(MakeNewer);
        var error = await Assert.ThrowsAsync<StoreSchemaException>(async () => await OpenAsync());
        Assert.Equal($"Store {Store.Name} has schema version 99, but this Aura knows only up to 3: use a newer Aura.", error.Message);
        await Assert.ThrowsAsync<StoreSchemaException>(async () => await OpenAsync(create: false));
    }

    [Fact]
    public async Task Many_readers_and_writers_at_once_see_only_whole_lines()
    {
        using var done = new CancellationTokenSource();
        var first = StateSketch.First("a");
        await AppendedAsync(first);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            long seen = 1;
            while (!done.IsCancellationRequested)
            {
                var head = (await Store.ReadLineAsync("a", "main", default))!.Head!;
                Assert.True(head.Version >= seen, $"Version {head.Version} was read after {seen}.");
                seen = head.Version;
                var range = await Store.ReadRangeAsync(new LineRange("a", "main", 1, seen), default);
                Assert.Equal(seen, range.Count);
            }
        })).ToArray();
        try
        {
            for (var head = first; head.Version < 200;)
            {
                head = StateSketch.After(head);
                await AppendedAsync(head);
            }
        }
        finally
        {
            await done.CancelAsync();
        }
        await Task.WhenAll(readers);
    }
}
