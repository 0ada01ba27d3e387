using System.Collections.Concurrent;

namespace Aura.Engine;

/// <summary>
/// A fabric in memory: rows on the device, words in an index, and what is known of each memory beside them. What changes it runs alone.
/// </summary>
internal sealed class ResidentFabric(FabricInfo info, IFabricRows rows) : IAsyncDisposable
{
    // Also read without the gate.
    private readonly ConcurrentDictionary<string, ResidentMemory> _byId = new(StringComparer.Ordinal);
    private readonly List<ResidentMemory?> _bySlot = [];
    private readonly Stack<int> _freeSlots = [];
    private readonly RowTable _table = new();

    public FabricInfo Info => info;

    public IFabricRows Rows => rows;

    public TextIndex Words { get; } = new();

    public RowTable Table => _table;

    /// <summary>The revision up to which it is what the store has.</summary>
    public long Revision { get; set; } = -1;

    /// <summary>The ordinal up to which episodes were examined for consolidation.</summary>
    public long Examined { get; set; }

    /// <summary>The memories that are not resident, and their tiers.</summary>
    public Dictionary<string, MemoryTier> Archived { get; } = new(StringComparer.Ordinal);

    public IEnumerable<ResidentMemory> Memories => _bySlot.OfType<ResidentMemory>();

    /// <summary>How many memories are resident.</summary>
    public int Count => _bySlot.Count - _freeSlots.Count;

    /// <summary>Which of two rows comes first where they tie: that of the lower id, and within a memory the earlier interpretation.</summary>
    public IComparer<int> RowTies => field ??= Comparer<int>.Create((x, y) =>
        ReferenceEquals(_table.Owner(x), _table.Owner(y))
            ? _table.Part(x).CompareTo(_table.Part(y))
            : string.CompareOrdinal(_table.Owner(x).Id, _table.Owner(y).Id));

    /// <summary>Which of two slots comes first where they tie.</summary>
    public IComparer<int> SlotTies => field ??= Comparer<int>.Create((x, y) => string.CompareOrdinal(AtSlot(x).Id, AtSlot(y).Id));

    public ResidentMemory? Find(string id) => _byId.GetValueOrDefault(id);

    public ResidentMemory AtSlot(int slot) => _bySlot[slot]!;

    /// <summary>Makes stored memories resident.</summary>
    /// <exception cref="OutOfDeviceMemoryException">They do not fit; none is.</exception>
    public async ValueTask AddAsync(IReadOnlyList<MemoryRecord> records)
    {
        var interpretations = records.SelectMany(r => r.Interpretations).Select(i => i.Vector);
        var uses = records.SelectMany(r => Enumerable.Repeat(r.Uses, r.Interpretations.Count)).ToArray();
        await rows.AddAsync(Flat(interpretations, uses.Length), uses, CancellationToken.None);
        foreach (var record in records)
        {
            var memory = new ResidentMemory
            {
                Id = record.Id,
                Ordinal = record.Ordinal,
                Content = Digest.Of(record.Content.Utf8.Span),
                Agent = record.Agent,
                State = record.State,
                Labels = record.Labels,
                OccurredAt = record.OccurredAt,
                RecordedAt = record.RecordedAt,
                Tier = record.Tier,
                Uses = record.Uses,
                ConsolidatedInto = record.ConsolidatedInto,
                Sources = record.Sources.Count,
                Parts = [.. record.Interpretations.Select(i => i.Label)],
                Weights = [.. record.Interpretations.Select(i => i.Weight)],
                Slot = _freeSlots.TryPop(out var free) ? free : _bySlot.Count,
            };
            if (memory.Slot == _bySlot.Count) _bySlot.Add(memory);
            else _bySlot[memory.Slot] = memory;
            _byId[memory.Id] = memory;
            Archived.Remove(memory.Id);
            TakeRows(memory);
            Words.Add(memory.Slot, string.Join('\n', record.Interpretations.Select(i => i.Text).OfType<string>().Prepend(MemoryText.Of(record.Content)).Distinct()));
        }
    }

    /// <summary>Has memories leave the device.</summary>
    public async ValueTask RemoveAsync(IReadOnlyCollection<ResidentMemory> memories)
    {
        await DropRowsAsync(memories.SelectMany(m => m.Rows));
        foreach (var memory in memories)
        {
            _byId.TryRemove(memory.Id, out _);
            _bySlot[memory.Slot] = null;
            _freeSlots.Push(memory.Slot);
            Words.Remove(memory.Slot);
        }
    }

    /// <summary>Has resident memories, each with as many interpretations as before, be as the store has them.</summary>
    public async ValueTask UpdateAsync(IReadOnlyList<(ResidentMemory Memory, MemoryUpdate Update)> updates)
    {
        var moving = updates.Where(u => u.Update.Vectors is not null).ToArray();
        var moved = moving.SelectMany(u => u.Memory.Rows).ToArray();
        await rows.ReplaceAsync(moved, Flat(moving.SelectMany(u => u.Update.Vectors!), moved.Length), CancellationToken.None);
        foreach (var (memory, update) in updates)
        {
            if (update.Interpretations is { } meanings)
                (memory.Parts, memory.Weights) = ([.. meanings.Select(i => i.Label)], [.. meanings.Select(i => i.Weight)]);
            memory.ConsolidatedInto = update.ConsolidatedInto;
            if (update.Sources is not null) memory.Sources = update.Sources.Count;
            if (memory.Tier == update.Tier) continue;
            memory.Tier = update.Tier;
            _table.Retier(memory);
        }
        // Some may have been used since the updates were made.
        await UseAsync([.. updates.Where(u => u.Update.Uses.Count > u.Memory.Uses.Count).Select(u => (u.Memory, u.Update.Uses))]);
    }

    /// <summary>Notes how memories were used.</summary>
    public ValueTask UseAsync(IReadOnlyList<(ResidentMemory Memory, RowUses Uses)> used)
    {
        foreach (var (memory, uses) in used) memory.Uses = uses;
        var changed = used.SelectMany(u => u.Memory.Rows).ToArray();
        return rows.SetUsesAsync(changed, Array.ConvertAll(changed, row => _table.Owner(row).Uses), CancellationToken.None);
    }

    /// <summary>Reads the vectors of a memory's interpretations.</summary>
    public async ValueTask<float[][]> VectorsAsync(ResidentMemory memory, CancellationToken cancellationToken)
    {
        var all = new float[memory.Rows.Length * rows.Dimensions];
        await rows.ReadAsync(memory.Rows, all, cancellationToken);
        return [.. all.Chunk(rows.Dimensions)];
    }

    public ValueTask DisposeAsync()
    {
        EngineMetrics.RowsChanged(-_table.Count);
        return rows.DisposeAsync();
    }

    private void TakeRows(ResidentMemory memory)
    {
        memory.Rows = new int[memory.Parts.Length];
        for (var part = 0; part < memory.Rows.Length; part++) memory.Rows[part] = _table.Add(memory, part);
        EngineMetrics.RowsChanged(memory.Rows.Length);
    }

    private ValueTask DropRowsAsync(IEnumerable<int> dropped)
    {
        var count = _table.Count;
        var moves = _table.Drop(dropped);
        EngineMetrics.RowsChanged(_table.Count - count);
        return rows.CompactAsync(moves, _table.Count, CancellationToken.None);
    }

    private float[] Flat(IEnumerable<ReadOnlyMemory<float>> vectors, int count)
    {
        var flat = new float[count * rows.Dimensions];
        var at = 0;
        foreach (var vector in vectors)
        {
            vector.Span.CopyTo(flat.AsSpan(at));
            at += rows.Dimensions;
        }
        return flat;
    }
}
