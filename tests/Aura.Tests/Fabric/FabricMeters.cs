using System.Diagnostics.Metrics;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>What fabrics tell of themselves to whoever listens.</summary>
public sealed class FabricMeters : EngineTest
{
    // What other tests do at the same time is not counted.
    private static readonly AsyncLocal<bool> Mine = new();

    [Fact]
    public async Task What_a_fabric_does_is_counted_and_timed()
    {
        Mine.Value = true;
        var counts = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name.StartsWith("aura.fabric.", StringComparison.Ordinal)) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        // How long it took is none of this test's business.
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Count(instrument, 1, tags));
        listener.Start();

        var fabric = new FabricEngine(Services, "f");
        await fabric.CreateAsync(new FabricSettings { Dimensions = 2 });
        await fabric.RememberAsync([Of("a"), Of("b"), Of("c")]);
        await fabric.RememberAsync([Of("c"), Of("d")]);
        await fabric.RecallAsync([new() { Vector = new[] { 1f, 0 } }, new() { Vector = new[] { 0, 1f } }]);
        await fabric.ThinkAsync(new ThinkRequest { Thought = "x", Vector = new[] { 1f, 0 } });
        await fabric.ForgetAsync(["d"]);
        Assert.Equal(3, counts["aura.fabric.rows"]);
        await fabric.EvolveAsync(new EvolveRequest { At = DateTimeOffset.UtcNow.AddYears(100), Consolidate = false });
        Assert.Equal(0, counts["aura.fabric.rows"]);
        await fabric.RememberAsync(Of("a"));
        await fabric.DisposeAsync();
        Assert.Equal(
            [
                "aura.fabric.archived 3", "aura.fabric.duration evolve 1", "aura.fabric.duration load 1", "aura.fabric.duration recall 1",
                "aura.fabric.duration think 1", "aura.fabric.queries 2", "aura.fabric.remembered added 4", "aura.fabric.remembered again 2",
                "aura.fabric.rows 0",
            ],
            counts.Select(c => $"{c.Key} {c.Value}").Order(StringComparer.Ordinal));

        void Count(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (!Mine.Value) return;
            var name = tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            lock (counts) counts[name] = counts.GetValueOrDefault(name) + value;
        }
    }

    private static MemoryRequest Of(string id) =>
        new() { Id = id, Content = id, Interpretations = [new Interpretation { Label = "only", Vector = new[] { 1f, 1 } }] };
}
