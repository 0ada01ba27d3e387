namespace Aura.Engine;

public sealed partial class FabricEngine
{
    // So that a full device is not made room on for every single memory.
    private const double RoomAtOnce = 0.05;

    // In turn and alone. Archives the least active of what is resident and what was to be, and returns what of the latter is left.
    private async ValueTask<IReadOnlyList<MemoryRecord>> MakeRoomAsync(ResidentFabric resident, IReadOnlyList<MemoryRecord> records)
    {
        var decay = resident.Info.Settings.Decay;
        var levels = await BaseLevelsAsync(resident, Now, CancellationToken.None);
        var candidates = resident.Memories.Select(m => (Level: (double)levels[m.Rows[0]], m.Id, Rows: m.Rows.Length, Update: UpdateOf(m) with { Archived = true }))
            .Concat(records.Select(r => (Level: BaseLevel.Of(r.Uses, Now, decay), r.Id, Rows: r.Interpretations.Count, Update: UpdateOf(r) with { Archived = true })))
            .OrderBy(c => c.Level).ThenBy(c => c.Id, StringComparer.Ordinal);
        var wanted = Math.Max(records.Sum(r => r.Interpretations.Count), (int)(resident.Table.Count * RoomAtOnce));
        var archived = new Dictionary<string, MemoryUpdate>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            archived.Add(candidate.Id, candidate.Update);
            if ((wanted -= candidate.Rows) <= 0) break;
        }
        var commit = await Store.CommitAsync(new MemoryChange
        {
            Fabric = _name,
            Revision = resident.Revision,
            Changed = [.. archived.Values],
            At = Timestamps.Truncate(_services.Time.GetUtcNow()),
        }, CancellationToken.None);
        // Somebody else has written: what does not fit here is left out here all the same.
        if (commit.Committed) resident.Revision = commit.Revision;
        else _stale = true;
        await LeaveAsync(resident, archived.Values);
        return [.. records.Where(r => !archived.ContainsKey(r.Id))];
    }

    // Alone.
    private static async ValueTask LeaveAsync(ResidentFabric resident, IEnumerable<MemoryUpdate> archived)
    {
        var gone = new List<ResidentMemory>();
        foreach (var update in archived)
        {
            resident.Archived[update.Id] = update.Tier;
            if (resident.Find(update.Id) is { } memory) gone.Add(memory);
        }
        if (gone.Count > 0) await resident.RemoveAsync(gone);
        EngineMetrics.Archived(gone.Count);
    }

    private static async ValueTask<float[]> BaseLevelsAsync(ResidentFabric resident, double now, CancellationToken cancellationToken)
    {
        var levels = new float[resident.Table.Count];
        await resident.Rows.BaseLevelsAsync(now, resident.Info.Settings.Decay, levels, cancellationToken);
        return levels;
    }

    private static MemoryUpdate UpdateOf(ResidentMemory memory) => new()
    {
        Id = memory.Id,
        Tier = memory.Tier,
        Uses = memory.Uses,
        Archived = false,
        ConsolidatedInto = memory.ConsolidatedInto,
    };

    private static MemoryUpdate UpdateOf(MemoryRecord record) => new()
    {
        Id = record.Id,
        Tier = record.Tier,
        Uses = record.Uses,
        Archived = record.Archived,
        ConsolidatedInto = record.ConsolidatedInto,
    };
}
