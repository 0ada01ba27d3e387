namespace Aura.Engine;

public sealed partial class FabricEngine
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Recollection>> RecallAsync(IReadOnlyList<RecallRequest> queries, CancellationToken cancellationToken = default)
    {
        queries = Rules.Recalls(queries);
        using var measured = EngineMetrics.Measure("recall");
        EngineMetrics.Asked(queries.Count);
        var info = (await ResidentAsync(queries.Any(q => q.Fresh), cancellationToken)).Info;
        var vectors = new float[]?[queries.Count];
        for (var i = 0; i < vectors.Length; i++)
        {
            CheckDimension(info, $"queries[{i}].vector", queries[i].Vector);
            if (queries[i].Mode != RecallMode.Text) vectors[i] = await QueryVectorAsync(info, queries[i].Vector, queries[i].Text, cancellationToken);
        }
        MemoryHit[][] hits;
        var (resident, pass) = await ShareAsync(fresh: false, cancellationToken);
        using (pass)
        {
            hits = await FindAsync(resident, queries, vectors, cancellationToken);
        }
        if (queries.Any(q => q.Reinforce)) await ReinforceAsync(resident, hits.Where((_, i) => queries[i].Reinforce).SelectMany(h => h).Select(h => h.Id));
        return await WithMemoriesAsync(resident, queries, hits, cancellationToken);
    }

    private async ValueTask<float[]> QueryVectorAsync(FabricInfo info, ReadOnlyMemory<float> vector, string? text, CancellationToken cancellationToken)
    {
        if (!vector.IsEmpty) return UnitVector.Of(vector.Span);
        if (!_texts.WeighsByRarity) return (await _texts.EmbedAsync(info, [text!], cancellationToken))[0];
        var (resident, entered) = await ShareAsync(fresh: false, cancellationToken);
        using var pass = entered;
        return _texts.EmbedQuery(info, text!, resident.Words.InverseDocumentFrequency);
    }

    // Shared.
    private static async ValueTask<MemoryHit[][]> FindAsync(
        ResidentFabric resident, IReadOnlyList<RecallRequest> queries, float[]?[] vectors, CancellationToken cancellationToken)
    {
        var masks = queries.Select(q => resident.Table.Mask(q.Filter)).ToArray();
        var asked = Enumerable.Range(0, vectors.Length).Where(i => vectors[i] is not null).ToArray();
        var nearest = await NearestAsync(
            resident, Array.ConvertAll(asked, i => (vectors[i]!, DepthOf(queries[i]), masks[i])), cancellationToken);
        var next = 0;
        var hits = new MemoryHit[queries.Count][];
        for (var i = 0; i < hits.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var query = queries[i];
            var near = vectors[i] is null ? [] : nearest[next++];
            if (query.Mode == RecallMode.Vector || query.Text is null)
            {
                hits[i] = [.. near.Select(hit => new MemoryHit
                {
                    Id = resident.Table.Owner(hit.Row).Id,
                    Score = hit.Score,
                    Similarity = hit.Score,
                    Interpretation = PartOf(resident, hit.Row),
                })];
                continue;
            }
            var mask = masks[i];
            var words = resident.Words.Search(
                query.Text, DepthOf(query),
                mask.IsEmpty ? null : slot => IsSet(mask.Span, resident.AtSlot(slot).Rows[0]), resident.SlotTies);
            hits[i] = query.Mode == RecallMode.Text
                ? [.. words.Select(hit => new MemoryHit { Id = resident.AtSlot(hit.Slot).Id, Score = hit.Score, TextScore = hit.Score })]
                : Fuse(resident, near, words, query.Top);
        }
        return hits;
    }

    private static int DepthOf(RecallRequest query) =>
        query is { Mode: RecallMode.Hybrid, Text: not null } ? ReciprocalRank.Depth(query.Top) : query.Top;

    private static bool IsSet(ReadOnlySpan<ulong> mask, int row) => (mask[row >> 6] >> row & 1) != 0;

    private static string PartOf(ResidentFabric resident, int row) => resident.Table.Owner(row).Parts[resident.Table.Part(row)];

    private static MemoryHit[] Fuse(ResidentFabric resident, IReadOnlyList<RowHit> near, IReadOnlyList<TextHit> words, int top)
    {
        var similarity = near.ToDictionary(hit => resident.Table.Owner(hit.Row).Slot);
        var textScore = words.ToDictionary(hit => hit.Slot, hit => hit.Score);
        var fused = ReciprocalRank.Fuse([.. near.Select(hit => resident.Table.Owner(hit.Row).Slot)], [.. words.Select(hit => hit.Slot)], resident.SlotTies);
        return [.. fused.Take(top).Select(hit => new MemoryHit
        {
            Id = resident.AtSlot(hit.Slot).Id,
            Score = hit.Score,
            Similarity = similarity.TryGetValue(hit.Slot, out var row) ? row.Score : null,
            TextScore = textScore.TryGetValue(hit.Slot, out var score) ? score : null,
            Interpretation = similarity.ContainsKey(hit.Slot) ? PartOf(resident, row.Row) : null,
        })];
    }

    // Shared. For each query its nearest memories, each by its nearest row.
    private static async ValueTask<IReadOnlyList<RowHit>[]> NearestAsync(
        ResidentFabric resident, (float[] Vector, int Top, ReadOnlyMemory<ulong> Mask)[] queries, CancellationToken cancellationToken)
    {
        var results = new IReadOnlyList<RowHit>[queries.Length];
        var open = Enumerable.Range(0, queries.Length).ToList();
        for (var factor = resident.Table.Count > resident.Count ? 2 : 1; open.Count > 0; factor *= 2)
        {
            var rows = open.ConvertAll(i => new RowQuery
            {
                Vector = queries[i].Vector,
                Top = (int)Math.Min((long)queries[i].Top * factor, Math.Max(1, resident.Table.Count)),
                Mask = queries[i].Mask,
                Ties = resident.RowTies,
            });
            var found = await resident.Rows.TopAsync(rows, cancellationToken);
            var again = new List<int>();
            for (var i = 0; i < open.Count; i++)
            {
                // In the order of the rows, a memory's first one is its nearest, and all memories before the last one found are there.
                var distinct = found[i].DistinctBy(hit => resident.Table.Owner(hit.Row)).Take(queries[open[i]].Top).ToArray();
                if (distinct.Length == queries[open[i]].Top || found[i].Count < rows[i].Top || rows[i].Top == resident.Table.Count) results[open[i]] = distinct;
                else again.Add(open[i]);
            }
            open = again;
        }
        return results;
    }

    private async ValueTask ReinforceAsync(ResidentFabric resident, IEnumerable<string> ids)
    {
        var now = Now;
        var used = ids.Distinct(StringComparer.Ordinal).ToArray();
        using var pass = await _gate.AloneAsync();
        if (!ReferenceEquals(resident, _resident)) return;
        var memories = used.Select(resident.Find).OfType<ResidentMemory>().Select(m => (m, m.Uses.And(now))).ToArray();
        await resident.UseAsync(memories);
        _journal.Add(memories);
    }

    private async ValueTask<IReadOnlyList<Recollection>> WithMemoriesAsync(
        ResidentFabric resident, IReadOnlyList<RecallRequest> queries, MemoryHit[][] hits, CancellationToken cancellationToken)
    {
        var ids = hits.Where((_, i) => queries[i].WithMemories).SelectMany(h => h).Select(h => h.Id).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0) return Array.ConvertAll(hits, h => new Recollection(h));
        var memories = await ReadAsync(resident.Info, ids, cancellationToken);
        // What was forgotten meanwhile is no hit.
        return [.. hits.Select((h, i) => new Recollection(queries[i].WithMemories
            ? [.. h.Where(hit => memories.ContainsKey(hit.Id)).Select(hit => hit with { Memory = memories[hit.Id] })]
            : h))];
    }
}
