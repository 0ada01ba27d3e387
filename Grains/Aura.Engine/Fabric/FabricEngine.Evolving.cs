namespace Aura.Engine;

public sealed partial class FabricEngine
{
    // What one evolution examines for consolidation; the rest is for the next one.
    private const int MostExamined = 10_000;

    // How many episodes can begin a semantic memory; further ones join it one by one.
    private const int Neighbours = 64;

    private const int ExaminedTogether = 64;

    /// <inheritdoc/>
    public async ValueTask<Evolution> EvolveAsync(EvolveRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new EvolveRequest();
        return await InTurnAsync(async () =>
        {
            using var measured = EngineMetrics.Measure("evolve");
            var contexts = _contexts.Take();
            try
            {
                while (true)
                {
                    var resident = await OpenAsync(null, cancellationToken);
                    if (await TryEvolveAsync(resident, request, contexts, cancellationToken) is { } evolution) return evolution;
                }
            }
            catch
            {
                _contexts.PutBack(contexts);
                throw;
            }
        }, cancellationToken);
    }

    // In turn. Null where others have written meanwhile.
    private async ValueTask<Evolution?> TryEvolveAsync(
        ResidentFabric resident, EvolveRequest request, IReadOnlyDictionary<string, DriftContext> contexts, CancellationToken cancellationToken)
    {
        var settings = resident.Info.Settings;
        var now = Timestamps.Truncate(_services.Time.GetUtcNow());
        var at = request.At is { } time ? Timestamps.Truncate(time.ToUniversalTime()) : now;
        var updates = new EvolutionUpdates();
        var memories = resident.Count;
        float[] levels;
        using (await _gate.ShareAsync())
        {
            levels = await BaseLevelsAsync(resident, Seconds(at), cancellationToken);
        }
        await DriftAsync(resident, contexts, updates, cancellationToken);
        LeaveWorking(resident, levels, updates);
        var examined = request.Consolidate ? Unexamined(resident) : [];
        var semantic = await ConsolidateAsync(
            resident, examined.Where(m => m.Tier == MemoryTier.Episodic).Concat(request.Consolidate ? updates.FromWorking : []), now, updates, cancellationToken);
        foreach (var memory in resident.Table.Below(levels, settings.ArchiveBelow))
        {
            if (updates.TierOf(memory) != MemoryTier.Working && !updates.Joins(memory)) updates.Archive(memory);
        }
        if (updates.All.Count + semantic.Count + examined.Count > 0)
        {
            var change = new MemoryChange
            {
                Fabric = _name,
                Revision = resident.Revision,
                Added = semantic,
                Changed = updates.All,
                Examined = examined.Count == 0 ? null : examined[^1].Ordinal,
                At = now,
            };
            if (!await TryChangeAsync(resident, change, cancellationToken)) return null;
        }
        return new Evolution
        {
            At = at,
            Memories = memories,
            Drifted = updates.Drifted,
            LeftWorking = updates.LeftWorking,
            Consolidated = updates.Consolidated,
            Semantic = [.. semantic.Select(s => s.Id).Concat(updates.Joined).Order(StringComparer.Ordinal)],
            Archived = updates.Archived,
        };
    }

    private async ValueTask DriftAsync(
        ResidentFabric resident, IReadOnlyDictionary<string, DriftContext> contexts, EvolutionUpdates updates, CancellationToken cancellationToken)
    {
        var share = resident.Info.Settings.Drift;
        if (share == 0) return;
        var drifting = contexts.Select(c => (Memory: resident.Find(c.Key)!, Context: c.Value))
            .Where(c => c.Memory is { Tier: MemoryTier.Episodic }).OrderBy(c => c.Memory.Ordinal).ToArray();
        foreach (var (memory, context) in drifting)
        {
            float[][] vectors;
            using (await _gate.ShareAsync())
            {
                vectors = await resident.VectorsAsync(memory, cancellationToken);
            }
            updates.Drift(memory, [.. memory.Parts.Zip(vectors, (part, vector) => context.Drift(part, vector, share))]);
        }
    }

    private static void LeaveWorking(ResidentFabric resident, float[] levels, EvolutionUpdates updates)
    {
        var working = resident.Table.InTier(MemoryTier.Working)
            .OrderByDescending(m => levels[m.Rows[0]]).ThenBy(m => m.Id, StringComparer.Ordinal);
        foreach (var memory in working.Skip(resident.Info.Settings.WorkingCapacity)) updates.LeaveWorking(memory);
    }

    private static List<ResidentMemory> Unexamined(ResidentFabric resident) =>
        [.. resident.Table.AddedAfter(resident.Examined).OrderBy(m => m.Ordinal).Take(MostExamined)];

    // In turn, so that rows stay where they are though the gate is left in between.
    private async ValueTask<List<MemoryRecord>> ConsolidateAsync(
        ResidentFabric resident, IEnumerable<ResidentMemory> examined, DateTimeOffset now, EvolutionUpdates updates, CancellationToken cancellationToken)
    {
        var settings = resident.Info.Settings;
        var consolidator = new Consolidator(settings);
        var fromWorking = updates.FromWorking.ToHashSet();
        var learnt = resident.Table.InTier(MemoryTier.Semantic).Any(consolidator.TakesIn);
        foreach (var chunk in examined.Where(m => m.ConsolidatedInto is null).Chunk(ExaminedTogether))
        {
            var open = Array.FindAll(chunk, m => !consolidator.IsTaken(m));
            var vectors = new float[open.Length * resident.Rows.Dimensions];
            using var pass = await _gate.ShareAsync();
            await resident.Rows.ReadAsync(Array.ConvertAll(open, m => m.Rows[0]), vectors, cancellationToken);
            var episodes = vectors.Chunk(resident.Rows.Dimensions).Zip(open, (vector, memory) => new Episode(memory, vector)).ToArray();
            var near = await NearAsync(m => (m.Tier == MemoryTier.Episodic || fromWorking.Contains(m)) && !consolidator.IsTaken(m), Neighbours);
            var known = learnt ? await NearAsync(consolidator.TakesIn, 1) : null;
            for (var i = 0; i < episodes.Length; i++) consolidator.Examine(episodes[i], known?[i] ?? [], near[i]);

            async ValueTask<(ResidentMemory, float)[][]> NearAsync(Func<ResidentMemory, bool> which, int top)
            {
                var mask = resident.Table.Mask(which);
                var found = await NearestAsync(resident, Array.ConvertAll(episodes, e => (e.Vector, top, mask)), cancellationToken);
                return Array.ConvertAll(found, hits => hits.Select(hit => (resident.Table.Owner(hit.Row), hit.Score)).ToArray());
            }
        }
        var semantic = new List<MemoryRecord>();
        foreach (var group in consolidator.Groups)
        {
            var episodes = await RecordsAsync(group, cancellationToken);
            if (episodes.Length < settings.ConsolidationSize) continue;
            var made = SemanticMemory.Of(episodes, [.. episodes.Select(e => resident.Find(e.Id)!.Uses)], settings, now);
            // Somebody has given a memory that very id.
            if (resident.Find(made.Id) is not null || resident.Archived.ContainsKey(made.Id)) continue;
            semantic.Add(made);
            foreach (var episode in episodes) updates.Consolidate(resident.Find(episode.Id)!, made.Id);
        }
        foreach (var (memory, joining) in consolidator.Joined)
        {
            var episodes = await RecordsAsync([.. joining.Select(e => e.Memory)], cancellationToken);
            if (episodes.Length == 0 || (await RecordsAsync([memory], cancellationToken)) is not [var record]) continue;
            updates.Join(memory, SemanticMemory.With(record, memory.Uses, episodes, [.. episodes.Select(e => resident.Find(e.Id)!.Uses)], settings));
            foreach (var episode in episodes) updates.Consolidate(resident.Find(episode.Id)!, memory.Id);
        }
        return semantic;
    }

    // By ordinal; without those that another process has just erased.
    private async ValueTask<MemoryRecord[]> RecordsAsync(IReadOnlyList<ResidentMemory> memories, CancellationToken cancellationToken) =>
        [.. (await Store.ReadMemoriesAsync(_name, [.. memories.Select(m => m.Id)], cancellationToken)).OrderBy(r => r.Ordinal)];
}
