using System.Diagnostics;
using Aura.Client;
using Aura.Engine;
using Aura.Storage;

namespace Aura.Benchmarks;

/// <summary>What it costs a whole fabric, store and all, to come back, to let time pass, and to consolidate.</summary>
internal static class LifeFigures
{
    private const int Memories = 1_000_000;
    private const int Dimensions = 768;
    private const int InOneCommit = 10_000;
    private const int Rounds = 3;

    // What each evolution archives, but for those that were thought of just before, and as many drift.
    private const int Changing = 1000;

    private const int Episodes = 1000;
    private const int EpisodesOfAKind = 4;

    // A memory that was used but once falls below the threshold of -8.5 after e^17 seconds.
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(Math.Exp(17));

    // All memories are of now, but for those that reach the end of their life one day after the other.
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        var store = $"sqlite:{folder.File("aura.db")}";
        var vectors = await FillAsync(store);
        var clock = Stopwatch.StartNew();
        await using var aura = await AuraClient.OpenAsync(store);
        var fabric = aura.Fabric("life");
        await fabric.StatisticsAsync();
        var coming = clock.Elapsed.TotalSeconds;

        // One to warm up.
        var (recalls, evolutions) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < Changing / 100; i++)
                await fabric.ThinkAsync(new() { Thought = "x", Vector = vectors.AsMemory((round * 100 + i) * Dimensions, Dimensions), Top = 100 });
            var recall = await TimeAsync(async () =>
            {
                for (var i = 0; i < 10; i++) await RecallAsync(fabric, vectors.AsMemory(i * Dimensions, Dimensions));
            });
            Evolution? evolution = null;
            var seconds = await TimeAsync(async () => evolution = await fabric.EvolveAsync(new() { At = Start.AddDays(round + 1), Consolidate = false }));
            if (evolution!.Archived < 0.9 * Changing || evolution.Drifted < 0.9 * Changing)
                throw new InvalidOperationException($"{evolution.Archived} were archived and {evolution.Drifted} drifted.");
            if (round == 0) continue;
            recalls.Add(recall / 10);
            evolutions.Add(seconds);
        }
        var (oneRecall, oneEvolution) = (Benchmarks.Rounds.Median(recalls), Benchmarks.Rounds.Median(evolutions));
        await fabric.RememberAsync([.. Enumerable.Range(0, Episodes).Select(i => Episode(i, vectors))]);
        Evolution? learnt = null;
        var consolidation = await TimeAsync(async () => learnt = await fabric.EvolveAsync(new() { At = Start }));
        if (learnt!.Semantic.Count != Episodes / EpisodesOfAKind) throw new InvalidOperationException($"{learnt.Semantic.Count} semantic memories were made.");
        return
        [
            new Measurement($"{Memories:N0} memories come back from SQLite", coming, "s"),
            Measurement.AtMost($"evolve {Memories:N0} memories, {Changing:N0} drift and {Changing:N0} are archived", 1000 * oneEvolution, "ms", "recall", 1000 * oneRecall, 2),
            Measurement.Beside($"consolidate {Episodes:N0} new episodes among {Memories:N0}", 1000 * consolidation, "ms", "recall", 1000 * oneRecall),
        ];
    }

    private static async Task<float[]> FillAsync(string store)
    {
        var vectors = new float[InOneCommit * Dimensions];
        var some = Array.Empty<float>();
        await using var causal = CausalStores.Create(store);
        await causal.OpenAsync(true, default);
        var memories = causal.Memories;
        await memories.CreateFabricAsync(
            new FabricInfo
            {
                Name = "life",
                Embedding = HashedEmbeddingGenerator.ModelId,
                // Each thought is to be of other memories, not of those that were just used.
                Settings = new() { Dimensions = Dimensions, SimilarityWeight = 1000 },
                CreatedAt = Start,
            },
            default);
        for (var first = 0; first < Memories; first += InOneCommit)
        {
            UnitVectors.Fill(vectors, Dimensions, first);
            if (first == 0) some = [.. vectors];
            var commit = await memories.CommitAsync(new MemoryChange
            {
                Fabric = "life",
                Revision = first / InOneCommit,
                Added = [.. Enumerable.Range(0, InOneCommit).Select(i => Record(first + i, vectors.AsMemory(i * Dimensions, Dimensions)))],
                Examined = first + InOneCommit,
                At = Start,
            }, default);
            if (!commit.Committed) throw new InvalidOperationException("The memories were not stored.");
        }
        return some;
    }

    private static MemoryRecord Record(int number, ReadOnlyMemory<float> vector)
    {
        var day = number / Changing - (Memories / Changing - Rounds - 1);
        var at = day < 0 ? Start : Start - Life + TimeSpan.FromDays(day + 0.5);
        return new MemoryRecord
        {
            Id = $"m{number}",
            Content = $"note {number}",
            Tier = MemoryTier.Episodic,
            Labels = [],
            OccurredAt = at,
            RecordedAt = Start,
            Interpretations = [new() { Label = "content", Vector = vector }],
            Uses = RowUses.Once((at - DateTimeOffset.UnixEpoch).TotalSeconds),
        };
    }

    private static MemoryRequest Episode(int number, float[] vectors)
    {
        // Of a kind are those that differ in little: a cosine of about 0.96.
        var vector = vectors.AsSpan((InOneCommit - 1 - number / EpisodesOfAKind) * Dimensions, Dimensions).ToArray();
        vector[number % EpisodesOfAKind] += 0.2f;
        return new MemoryRequest { Id = $"e{number}", Content = $"episode {number}", Interpretations = [new() { Label = "content", Vector = vector }] };
    }

    private static async Task RecallAsync(IMemoryFabric fabric, ReadOnlyMemory<float> query)
    {
        var found = await fabric.RecallAsync(new RecallRequest { Vector = query, WithMemories = false });
        if (found.Hits.Count != 10) throw new InvalidOperationException("The recall found too few.");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }
}
