using Aura.Client;
using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>Many who remember, recall, think, forget and evolve at the same time.</summary>
public sealed class Crowds : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task No_recall_meets_a_torn_row()
    {
        await using var aura = await AuraClient.OpenAsync(_place.Store);
        var fabric = aura.Fabric("f");
        await fabric.CreateAsync(new() { Dimensions = 32, ConsolidationSize = 2, ConsolidationSimilarity = 0.999, Drift = 0 });
        using var stop = new CancellationTokenSource();
        var query = Vector(0);
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            for (var round = 0; round < 25; round++)
            {
                var ids = Enumerable.Range(0, 8).Select(i => w * 1000 + round * 8 + i).ToArray();
                await fabric.RememberAsync([.. ids.Select(Memory)]);
                if (round % 3 == 1) await fabric.ForgetAsync([.. ids.Take(3).Select(i => $"m{i}")]);
                if (round % 5 == 2) await fabric.EvolveAsync();
            }
        })).ToArray();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var seen = 0;
            while (!stop.IsCancellationRequested)
            {
                var found = await fabric.RecallAsync([new() { Vector = query, Top = 50, WithMemories = false }, new() { Vector = query, Top = 5 }]);
                foreach (var hit in found.SelectMany(f => f.Hits).Where(h => h.Id[0] == 'm'))
                {
                    Assert.Equal(Cosine(query, Vector(int.Parse(hit.Id.AsSpan(1)))), hit.Score, 1e-6);
                    seen++;
                }
                var thought = await fabric.ThinkAsync(new() { Thought = "x", Vector = query, Top = 3 });
                Assert.All(thought.Hits, h => Assert.Equal(h.Id[0] == 'm' ? h.Id : h.Memory.Content.As<string>(), h.Memory.Content.As<string>()));
            }
            return seen;
        })).ToArray();
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.True(seen > 0));

        var expected = Enumerable.Range(0, 3).SelectMany(w => Enumerable.Range(0, 25).SelectMany(r => Enumerable.Range(r % 3 == 1 ? 3 : 0, r % 3 == 1 ? 5 : 8)
            .Select(i => $"m{w * 1000 + r * 8 + i}"))).Order(StringComparer.Ordinal);
        Assert.Equal(expected, (await fabric.ListAsync(new() { Tiers = [MemoryTier.Episodic] }).ToListAsync()).Select(m => m.Id).Order(StringComparer.Ordinal));
    }

    private static MemoryRequest Memory(int number) => new()
    {
        Id = $"m{number}",
        Content = $"m{number}",
        Interpretations = [new() { Label = "only", Vector = Vector(number) }],
    };

    private static float[] Vector(int number)
    {
        // Some are equal but for a little, so that there is something to consolidate.
        var random = new Random(number / 4);
        float[] vector = [.. Enumerable.Range(0, 32).Select(_ => random.NextSingle() - 0.5f)];
        vector[0] += number % 4 * 1e-4f;
        return vector;
    }

    private static double Cosine(float[] left, float[] right)
    {
        double Length(float[] v) => Math.Sqrt(v.Sum(x => (double)x * x));
        return left.Zip(right, (x, y) => (double)x * y).Sum() / Length(left) / Length(right);
    }
}
