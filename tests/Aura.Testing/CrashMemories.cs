using Aura.Engine;
using Aura.Storage;

namespace Aura.Testing;

/// <summary>What a process does that is killed meanwhile: two writers at each of several fabrics race for each next revision.</summary>
public static class CrashMemories
{
    private const int Writers = 2;
    private const int MostAtOnce = 20;
    private const int Dimensions = 64;

    /// <summary>The name of a fabric.</summary>
    public static string FabricOf(int number) => $"fabric{number}";

    /// <summary>How many memories the commit that makes a revision adds.</summary>
    public static int SizeOf(long revision) => 1 + (int)(revision % MostAtOnce);

    /// <summary>Goes on until it is killed, and prints a line "FABRIC ORDINAL ID" for each memory that was acknowledged.</summary>
    public static async Task RunAsync(string place, int fabrics)
    {
        var printing = new Lock();
        using var output = new StreamWriter(Console.OpenStandardOutput());
        await using (var store = CausalStores.Create(place))
        {
            await store.OpenAsync(true, default);
            for (var i = 0; i < fabrics; i++) await store.Memories.CreateFabricAsync(Fabric(i), default);
        }
        await Task.WhenAll(Enumerable.Range(0, Writers * fabrics).Select(number => Task.Run(() => RememberAsync(FabricOf(number % fabrics)))));

        async Task RememberAsync(string fabric)
        {
            await using var store = CausalStores.Create(place);
            await store.OpenAsync(false, default);
            var revision = (await store.Memories.ReadFabricAsync(fabric, default))!.Revision;
            var previous = new Made(0, []);
            while (true)
            {
                var next = Make(revision + 1, previous.Revision);
                var commit = await store.Memories.CommitAsync(
                    new MemoryChange
                    {
                        Fabric = fabric,
                        Revision = revision,
                        Added = next.Memories,
                        Changed = [.. previous.Memories.Select(Archived)],
                        At = DateTimeOffset.UnixEpoch,
                    }, default);
                revision = commit.Revision;
                if (!commit.Committed) continue;
                previous = next;
                lock (printing)
                {
                    for (var i = 0; i < next.Memories.Length; i++)
                        output.WriteLine($"{fabric} {commit.LastOrdinal - next.Memories.Length + 1 + i} {next.Memories[i].Id}");
                    output.Flush();
                }
            }
        }
    }

    private static FabricInfo Fabric(int number) => new()
    {
        Name = FabricOf(number), Embedding = "none", Settings = new FabricSettings { Dimensions = Dimensions }, CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private sealed record Made(long Revision, MemoryRecord[] Memories);

    // Each memory says which revision it belongs to, and which revision's memories are archived with it.
    private static Made Make(long revision, long archived) => new(revision, [.. Enumerable.Range(0, SizeOf(revision)).Select(place => new MemoryRecord
    {
        Id = StateId.Create(TimeProvider.System.GetUtcNow()).ToString(),
        Content = Payload.From(new CrashMemory(revision, place, archived)),
        Tier = MemoryTier.Episodic,
        Labels = [],
        OccurredAt = DateTimeOffset.UnixEpoch,
        RecordedAt = DateTimeOffset.UnixEpoch,
        Interpretations = [new Interpretation { Label = "content", Vector = Enumerable.Repeat((float)revision, Dimensions).ToArray() }],
        Uses = RowUses.Once(revision),
    })]);

    private static MemoryUpdate Archived(MemoryRecord memory) =>
        new() { Id = memory.Id, Tier = memory.Tier, Uses = memory.Uses, Archived = true, ConsolidatedInto = null };
}
