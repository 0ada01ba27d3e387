using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>What goes wrong between the store and the device, or comes at a bad moment.</summary>
public sealed class Mishaps : EngineTest
{
    private const int Dimensions = 32;

    private static StoreUnavailableException Gone() => new("Store is gone.");

    [Fact]
    public async Task A_call_that_is_given_up_while_others_writings_are_taken_over_leaves_the_fabric_whole()
    {
        var fabric = Services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        await fabric.RememberAsync([.. Enumerable.Range(0, 40).Select(Memory)]);
        await using var other = await OtherAsync();
        await other.Fabric("f").ForgetAsync([.. Enumerable.Range(0, 20).Select(i => $"m{i * 2}")]);
        using var cancelled = new CancellationTokenSource();
        Store.Memories.BeforeReadErased = async () => await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await fabric.RecallAsync([new() { Vector = Vector(0), Fresh = true }], cancelled.Token));
        Store.Memories.BeforeReadErased = null;
        var found = await fabric.RecallAsync(new RecallRequest { Vector = Vector(7), Top = 1000 });
        Assert.Equal("m7", found.Hits[0].Id);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m{i * 2 + 1}").Order(StringComparer.Ordinal), found.Hits.Select(h => h.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_store_that_fails_while_room_is_made_loses_nothing_and_holds_nobody_up()
    {
        await using var services = await SmallAsync();
        var fabric = services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        var count = 0;
        while ((await fabric.StatisticsAsync()).Archived == 0) await fabric.RememberAsync([.. Enumerable.Range((count += 1000) - 1000, 1000).Select(Memory)]);
        var before = (await fabric.StatisticsAsync()).Memories;
        // What is new is committed; that others make room for it is not.
        Store.Memories.OnCommit = (change, commit) => change.Changed.Any(c => c.Archived) ? throw Gone() : commit();
        var stored = 0;
        try
        {
            for (; stored < 20_000; stored += 1000) await fabric.RememberAsync([.. Enumerable.Range(100_000 + stored, 1000).Select(Memory)]);
            Assert.Fail("The device is larger than it may be.");
        }
        catch (StoreUnavailableException)
        {
            // The call that found no room has stored its memories all the same; the next one cannot even begin.
        }
        Store.Memories.OnCommit = null;
        await fabric.RememberAsync(Memory(999_999));
        var statistics = await fabric.StatisticsAsync();
        Assert.Equal(statistics.Memories, statistics.Resident + statistics.Archived);
        Assert.Equal(statistics.Memories, await fabric.ListAsync().CountAsync());
        Assert.Equal(before + stored + 1, statistics.Memories);
        Assert.Equal("m999999", (await fabric.RecallAsync(new RecallRequest { Vector = Vector(999_999), Top = 1 })).Hits[0].Id);
    }

    [Fact]
    public async Task A_full_device_archives_what_the_same_call_remembers_again_without_harm()
    {
        await using var services = await SmallAsync();
        var fabric = services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        var count = 0;
        while ((await fabric.StatisticsAsync()).Archived == 0)
        {
            var oldest = (await fabric.ListAsync().FirstOrDefaultAsync())?.Id ?? "m0";
            await fabric.RememberAsync([.. Enumerable.Range((count += 1000) - 1000, 1000).Select(Memory), .. count > 1000 ? [Memory(int.Parse(oldest[1..]))] : Array.Empty<MemoryRequest>()]);
        }
        // A memory of several meanings on a device without room keeps only one.
        await fabric.RememberAsync(new MemoryRequest
        {
            Id = "s", Content = "s", Interpretations = [.. Enumerable.Range(0, 16).Select(i => new Interpretation { Label = $"{i}", Vector = Vector(i) })],
        });
        Assert.Equal("5", (await fabric.CollapseAsync(new() { Id = "s", ContextVector = Vector(5), InverseTemperature = 100, Durable = true })).Choice);
        Assert.Single((await fabric.GetAsync("s"))!.Interpretations);
        Assert.Equal(count + 1, (await fabric.StatisticsAsync()).Memories);
    }

    [Fact]
    public async Task Whoever_asks_for_what_is_fresh_sees_all_that_was_written_before_it_asked()
    {
        var fabric = Services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        await fabric.RememberAsync(Memory(0));
        await using var other = await OtherAsync();
        // A first one has just asked the store when the other process writes and a second one asks.
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Store.Memories.BeforeReadErased = async () =>
        {
            asked.TrySetResult();
            await go.Task;
        };
        await other.Fabric("f").RememberAsync(Memory(1));
        var first = fabric.RecallAsync(new RecallRequest { Vector = Vector(2), Fresh = true }).AsTask();
        await asked.Task;
        await other.Fabric("f").RememberAsync(Memory(2));
        var second = fabric.RecallAsync(new RecallRequest { Vector = Vector(2), Fresh = true }).AsTask();
        go.SetResult();
        await first;
        Assert.Equal("m2", (await second).Hits[0].Id);
    }

    [Fact]
    public async Task Uses_only_grow_whoever_writes_them_last()
    {
        var fabric = Services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        await fabric.RememberAsync(Memory(0));
        await using var other = await OtherAsync();
        async Task UseAsync(IMemoryFabric of, int times)
        {
            for (var i = 0; i < times; i++) await of.RecallAsync(new RecallRequest { Vector = Vector(0), Top = 1, Reinforce = true });
        }

        await UseAsync(other.Fabric("f"), 9);
        await UseAsync(fabric, 2);
        await other.Fabric("f").DisposeAsync();
        await fabric.DisposeAsync();
        Assert.Equal(10, Assert.Single(await Store.Memories.ReadMemoriesAsync("f", ["m0"], default)).Uses.Count);
    }

    [Fact]
    public async Task Many_alike_are_learnt_as_one_and_what_was_remembered_as_knowledge_stays_as_it_is()
    {
        var fabric = Services.Fabric("f");
        await fabric.RememberAsync(new MemoryRequest { Id = "fact", Content = "please book the window seat", Tier = MemoryTier.Semantic });
        await fabric.RememberAsync([.. Enumerable.Range(0, 200).Select(i => new MemoryRequest { Id = $"e{i:000}", Content = "please book the window seat" })]);
        var learnt = Assert.Single((await fabric.EvolveAsync()).Semantic);
        Assert.Equal(200, (await fabric.GetAsync(learnt))!.Sources.Count);
        await fabric.RememberAsync(new MemoryRequest { Id = "later", Content = "please book the window seat" });
        Assert.Equal([learnt], (await fabric.EvolveAsync()).Semantic);
        Assert.Equal(201, (await fabric.GetAsync(learnt))!.Sources.Count);
        var fact = (await fabric.GetAsync("fact"))!;
        Assert.Empty(fact.Sources);
        Assert.Equal(1, Assert.Single(fact.Interpretations).Weight);
        await fabric.ForgetAsync(["later"]);
        Assert.NotNull(await fabric.GetAsync("fact"));
    }

    [Fact]
    public async Task Each_meaning_drifts_toward_its_own_contexts()
    {
        var fabric = Services.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = 2, Drift = 0.5, InverseTemperature = 100 });
        await fabric.RememberAsync(new MemoryRequest
        {
            Id = "m", Content = "m", Interpretations = [new() { Label = "x", Vector = new[] { 1f, 0 } }, new() { Label = "y", Vector = new[] { 0, 1f } }],
        });
        foreach (var context in (float[][])[[1, 0.5f], [1, 0.5f], [1, 0.5f], [-0.5f, 1]])
            await fabric.ThinkAsync(new() { Thought = "t", Vector = new[] { 1f, 1 }, ContextVector = context });
        Assert.Equal(1, (await fabric.EvolveAsync()).Drifted);
        var drifted = (await fabric.GetAsync("m"))!.Interpretations;
        Assert.True(drifted[0].Vector.Span[1] > 0.2 && drifted[1].Vector.Span[0] < -0.2, "Each has moved to where it was used.");
    }

    private static MemoryRequest Memory(int number) => new()
    {
        Id = $"m{number}",
        Content = $"m{number}",
        Interpretations = [new() { Label = "only", Vector = Vector(number) }],
    };

    private static float[] Vector(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
    }

    private async Task<EngineServices> OtherAsync()
    {
        var other = new EngineServices(CausalStores.Create(Place.Store), Options, TimeProvider.System);
        await other.Store.OpenAsync(false, default);
        return other;
    }

    // Over the same, intercepted store, with a device that holds one chunk.
    private async Task<EngineServices> SmallAsync()
    {
        await using var device = new CpuFabricDevice();
        await using var rows = device.Allocate(Dimensions);
        await rows.AddAsync(Vector(0), new[] { RowUses.Once(0) }, default);
        return new EngineServices(Store, Options, TimeProvider.System, null, new FabricParts(new CpuFabricDevice(rows.Bytes)));
    }
}
