using Aura.Engine;
using Aura.Testing;
using Aura.Tests.Hosting;

namespace Aura.Tests.Faults;

/// <summary>Processes that are killed while they commit memories.</summary>
public abstract class MemoryCrashes : StoreTest
{
    private const int Fabrics = 3;

    [Fact]
    public async Task A_process_killed_again_and_again_amid_commits_loses_no_acknowledged_memory_and_leaves_no_commit_in_part()
    {
        var acknowledged = new List<Acknowledgement>();
        foreach (var enough in (int[])[300, 700, 1100])
        {
            await using var writer = CrashWriter.StartRemembering(Place.Store, Fabrics);
            await writer.ReachedAsync(enough);
            await writer.KillAsync();
            acknowledged.AddRange(writer.Acknowledged);
        }
        Assert.True(acknowledged.Count >= 2100);

        var stored = 0;
        foreach (var fabric in Enumerable.Range(0, Fabrics).Select(CrashMemories.FabricOf))
        {
            var revision = (await Store.Memories.ReadFabricAsync(fabric, default))!.Revision;
            var memories = await Store.Memories.ReadChangedAsync(fabric, 0, 0, int.MaxValue, default);
            Assert.Equal(Enumerable.Range(1, memories.Count).Select(i => (long)i), memories.Select(m => m.Ordinal));
            var said = memories.Select(m => m.Content.As<CrashMemory>()!).ToArray();
            Assert.Equal(
                Enumerable.Range(1, (int)revision).SelectMany(r => Enumerable.Range(0, CrashMemories.SizeOf(r)).Select(place => ((long)r, place))),
                said.Select(s => (s.Revision, s.Place)));
            var archived = said.Select(s => s.Archives).ToHashSet();
            foreach (var (memory, its) in memories.Zip(said))
            {
                Assert.Equal(archived.Contains(its.Revision), memory.Archived);
                Assert.All(memory.Interpretations[0].Vector.ToArray(), component => Assert.Equal(its.Revision, component));
            }
            var ordinals = memories.ToDictionary(m => m.Id, m => m.Ordinal);
            Assert.DoesNotContain(acknowledged, a => a.Agent == fabric && ordinals.GetValueOrDefault(a.Id.ToString()) != a.Version);
            stored += memories.Count;
        }
        Assert.InRange(stored, acknowledged.Count, int.MaxValue);
        Assert.Equal(stored, (await Store.ReadStatisticsAsync(default)).Memories);
    }
}
