using Aura.Client;
using Aura.Engine;
using Aura.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Fabric;

/// <summary>Fabrics that are larger than their device.</summary>
public sealed class FullDevices : IAsyncLifetime
{
    private const int Dimensions = 64;

    private readonly FakeTimeProvider _time = new(StateSketch.Begin);
    private readonly SqlitePlace _place = new();
    private long _capacity;

    public async ValueTask InitializeAsync()
    {
        // Room for what one chunk holds, however the device grows.
        await using var device = new CpuFabricDevice();
        await using var rows = device.Allocate(Dimensions);
        await rows.AddAsync(Vector(0), new[] { RowUses.Once(0) }, default);
        _capacity = rows.Bytes;
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task The_most_active_stay_resident_and_the_others_are_archived()
    {
        var count = 0;
        await using (var aura = await OpenAsync(_capacity))
        {
            var fabric = aura.Fabric("f");
            await fabric.CreateAsync(new() { Dimensions = Dimensions });
            FabricStatistics statistics;
            do
            {
                await fabric.RememberAsync([.. Enumerable.Range(count, 1000).Select(Memory)]);
                count += 1000;
                _time.Advance(TimeSpan.FromSeconds(10));
                statistics = await fabric.StatisticsAsync();
                Assert.Equal(count, statistics.Memories);
                Assert.Equal(count, statistics.Resident + statistics.Archived);
                Assert.True(statistics.Bytes <= statistics.Capacity, "The device has no more than it may.");
            }
            while (statistics.Archived == 0);
            // The oldest went first; the last ones are there.
            Assert.True((await fabric.GetAsync("m0"))!.Archived);
            Assert.False((await fabric.GetAsync($"m{count - 1}"))!.Archived);
            Assert.Equal($"m{count - 1}", (await fabric.RecallAsync(new RecallRequest { Vector = Vector(count - 1), Top = 1 })).Hits[0].Id);
            // One that is asked for again finds room.
            await fabric.RememberAsync(Memory(0));
            Assert.False((await fabric.GetAsync("m0"))!.Archived);
        }
        await using var again = await OpenAsync(_capacity);
        Assert.Equal(count, await again.Fabric("f").ListAsync().CountAsync());
        Assert.Equal("m0", (await again.Fabric("f").RecallAsync(new RecallRequest { Vector = Vector(0), Top = 1 })).Hits[0].Id);
    }

    [Fact]
    public async Task A_device_without_room_for_a_single_memory_loses_none()
    {
        await using var aura = await OpenAsync(1);
        var fabric = aura.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = Dimensions });
        Assert.True((await fabric.RememberAsync(Memory(0))).Added);
        Assert.Equal((1, 0, 1), ((await fabric.StatisticsAsync()).Memories, (await fabric.StatisticsAsync()).Resident, (await fabric.StatisticsAsync()).Archived));
        Assert.Empty((await fabric.RecallAsync(new RecallRequest { Vector = Vector(0) })).Hits);
        Assert.Equal("m0", (await fabric.GetAsync("m0"))!.Content.As<string>());
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

    private ValueTask<IAura> OpenAsync(long capacity) => AuraClient.OpenAsync(new AuraOptions
    {
        Store = _place.Store,
        Time = _time,
        FabricDevice = () => new CpuFabricDevice(capacity),
    });
}
