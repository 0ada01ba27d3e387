using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Aura.Cluster.Tests.Providers;

/// <summary>States of grains: of two writers who know the same, one wins and the other is told.</summary>
public sealed class GrainStates(ProviderCluster cluster) : ProviderTest(cluster)
{
    private const string Type = "tally";

    /// <summary>The names of the storages.</summary>
    public static TheoryData<string> Storages => ["Default", ProviderCluster.Deleting];

    [Fact]
    public async Task A_grain_writes_reads_and_clears()
    {
        var grain = Cluster.Client.GetGrain<ITallyGrain>($"tally/{Guid.NewGuid():N}");
        Assert.Null(await grain.ReadAsync());
        Assert.Equal(1, await grain.AddAsync());
        Assert.Equal(2, await grain.AddAsync());
        Assert.Equal(2, await grain.ReadAsync());
        await grain.ClearAsync();
        Assert.Null(await grain.ReadAsync());
        Assert.Equal(1, await grain.AddAsync());
        Assert.Equal(1, await grain.ReadAsync());
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Of_two_first_writes_one_wins(string storage)
    {
        for (var round = 0; round < 50; round++)
        {
            var (grain, states) = (NewGrain(), new[] { State(1), State(2) });
            var won = Winner(await RaceAsync(storage, grain, states));
            Assert.Equal(states[won].State.Count, (await ReadAsync(storage, grain)).State.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Of_two_writes_after_the_same_one_wins(string storage)
    {
        var grain = NewGrain();
        await Storage(storage, 0).WriteStateAsync(Type, grain, State(0));
        for (var round = 0; round < 50; round++)
        {
            var states = new[] { await ReadAsync(storage, grain), await ReadAsync(storage, grain) };
            (states[0].State.Count, states[1].State.Count) = ((2 * round) + 1, (2 * round) + 2);
            var won = Winner(await RaceAsync(storage, grain, states));
            Assert.Equal(states[won].State.Count, (await ReadAsync(storage, grain)).State.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_stale_etag_is_refused(string storage)
    {
        var (grain, written) = (NewGrain(), State(1));
        await Storage(storage, 0).WriteStateAsync(Type, grain, written);
        var stale = await ReadAsync(storage, grain);
        written.State.Count = 2;
        await Storage(storage, 0).WriteStateAsync(Type, grain, written);
        foreach (var state in (GrainState<Tally>[])[stale, State(9), State(9, "")])
            await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(storage, 1).WriteStateAsync(Type, grain, state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(storage, 1).ClearStateAsync(Type, grain, stale));
        Assert.Equal((2, written.ETag), ((await ReadAsync(storage, grain)).State.Count, (await ReadAsync(storage, grain)).ETag));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task An_etag_from_before_a_clear_fits_nothing_after_it(string storage)
    {
        var (grain, written) = (NewGrain(), State(1));
        await Storage(storage, 0).WriteStateAsync(Type, grain, written);
        var stale = await ReadAsync(storage, grain);
        await Storage(storage, 0).ClearStateAsync(Type, grain, written);
        var read = await ReadAsync(storage, grain);
        Assert.Equal((false, null, 0), (read.RecordExists, read.ETag, read.State.Count));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(storage, 1).WriteStateAsync(Type, grain, stale));

        await Storage(storage, 0).WriteStateAsync(Type, grain, State(2));
        foreach (var state in (GrainState<Tally>[])[stale, State(9)])
            await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(storage, 1).WriteStateAsync(Type, grain, state));
        Assert.Equal(2, (await ReadAsync(storage, grain)).State.Count);
    }

    [Fact]
    public async Task Keys_that_look_alike_are_kept_apart()
    {
        IdSpan[] keys =
        [
            .. ((string[])["x", "X", "x ", "+x", "0+", "0+y"]).Select(IdSpan.Create), GrainIdKeyExtensions.CreateIntegerKey(0),
            GrainIdKeyExtensions.CreateIntegerKey(0, "x"), GrainIdKeyExtensions.CreateGuidKey(Guid.Empty, "x"),
        ];
        var grains = keys.Select(k => GrainId.Create(GrainType.Create("alike"), k)).ToArray();
        for (var i = 0; i < grains.Length; i++) await Storage("Default", 0).WriteStateAsync(Type, grains[i], State(i));
        for (var i = 0; i < grains.Length; i++) Assert.Equal(i, (await ReadAsync("Default", grains[i])).State.Count);
    }

    private static GrainId NewGrain() => GrainId.Create("raced", $"raced/{Guid.NewGuid():N}");

    private static GrainState<Tally> State(int count, string? etag = null) => new(new Tally { Count = count }, etag);

    private static int Winner(Exception?[] outcomes)
    {
        Assert.IsType<InconsistentStateException>(Assert.Single(outcomes, e => e is not null));
        return Array.IndexOf(outcomes, null);
    }

    private IGrainStorage Storage(string name, int silo) => Cluster.Silos[silo].GetRequiredKeyedService<IGrainStorage>(name);

    // One writer on each silo.
    private Task<Exception?[]> RaceAsync(string storage, GrainId grain, GrainState<Tally>[] states) =>
        AtOnceAsync(2, async silo => await Record.ExceptionAsync(() => Storage(storage, silo).WriteStateAsync(Type, grain, states[silo])));

    private async Task<GrainState<Tally>> ReadAsync(string storage, GrainId grain)
    {
        var state = new GrainState<Tally>();
        await Storage(storage, 1).ReadStateAsync(Type, grain, state);
        return state;
    }
}
