namespace Aura.Engine;

public sealed partial class FabricEngine
{
    private readonly DriftContexts _contexts = new();

    /// <inheritdoc/>
    public async ValueTask<Thought> ThinkAsync(ThinkRequest request, CancellationToken cancellationToken = default)
    {
        request = Rules.Think(request);
        using var measured = EngineMetrics.Measure("think");
        var info = (await ResidentAsync(request.Fresh, cancellationToken)).Info;
        CheckDimension(info, "vector", request.Vector);
        CheckDimension(info, "contextVector", request.ContextVector);
        var vector = await QueryVectorAsync(info, request.Vector, TextOf("thought", request.Thought, request.Vector), cancellationToken);
        var context = request.Context is null && request.ContextVector.IsEmpty
            ? vector
            : await QueryVectorAsync(info, request.ContextVector, TextOf("context", request.Context, request.ContextVector), cancellationToken);
        var beta = request.InverseTemperature ?? info.Settings.InverseTemperature;

        RowThought rows;
        (string Id, Collapse Collapse)[] understood;
        var (resident, pass) = await ShareAsync(fresh: false, cancellationToken);
        using (pass)
        {
            rows = await ThinkAsync(resident, request, vector, beta, cancellationToken);
            understood = new (string, Collapse)[rows.Hits.Count];
            for (var i = 0; i < understood.Length; i++)
            {
                var memory = resident.Table.Owner(rows.Hits[i].Row);
                understood[i] = (memory.Id, await CollapseAsync(resident, memory, context, beta, request.Seed, cancellationToken));
            }
        }
        if (request.Reinforce) await ReinforceAsync(resident, understood, context);
        var memories = await ReadAsync(resident.Info, [.. understood.Select(u => u.Id)], cancellationToken);
        return new Thought
        {
            // What was forgotten meanwhile is no hit.
            Hits = [.. understood.Zip(rows.Hits).Where(pair => memories.ContainsKey(pair.First.Id)).Select(pair => new ThoughtHit
            {
                Id = pair.First.Id,
                Activation = pair.Second.Activation,
                BaseLevel = pair.Second.BaseLevel,
                Similarity = pair.Second.Similarity,
                Collapse = pair.First.Collapse,
                Memory = memories[pair.First.Id],
            })],
            ReadOut = rows.ReadOut,
            Entropy = rows.Entropy,
            Rows = rows.Rows,
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Collapse> CollapseAsync(CollapseRequest request, CancellationToken cancellationToken = default)
    {
        request = Rules.Collapse(request);
        var info = (await ResidentAsync(fresh: false, cancellationToken)).Info;
        CheckDimension(info, "contextVector", request.ContextVector);
        var context = await QueryVectorAsync(info, request.ContextVector, TextOf("context", request.Context, request.ContextVector), cancellationToken);
        var beta = request.InverseTemperature ?? info.Settings.InverseTemperature;
        return request.Durable
            ? await InTurnAsync(() => CollapseForGoodAsync(request, context, beta, cancellationToken), cancellationToken)
            : CollapseOf(await RecordAsync(request.Id, cancellationToken), context, beta, request.Seed);
    }

    // In turn.
    private async ValueTask<Collapse> CollapseForGoodAsync(CollapseRequest request, float[] context, double beta, CancellationToken cancellationToken)
    {
        while (true)
        {
            var resident = await OpenAsync(null, cancellationToken);
            var record = await RecordAsync(request.Id, cancellationToken);
            var collapse = CollapseOf(record, context, beta, request.Seed);
            if (record.Interpretations.Count == 1) return collapse;
            var update = UpdateOf(record) with
            {
                Uses = resident.Find(record.Id)?.Uses ?? record.Uses,
                Interpretations = [record.Interpretations.Single(i => i.Label == collapse.Choice) with { Weight = 1 }],
            };
            if (await TryChangeAsync(resident, new MemoryChange { Fabric = _name, Revision = resident.Revision, Changed = [update], At = Timestamps.Truncate(_services.Time.GetUtcNow()) }, cancellationToken))
                return collapse;
        }
    }

    // In turn. False where others have written meanwhile: then what they wrote is known by now.
    private async ValueTask<bool> TryChangeAsync(ResidentFabric resident, MemoryChange change, CancellationToken cancellationToken)
    {
        try
        {
            var commit = await Store.CommitAsync(change, cancellationToken);
            if (!commit.Committed)
            {
                await CatchUpAsync(resident, commit, cancellationToken);
                return false;
            }
            await ApplyAsync(resident, commit, async () =>
            {
                resident.Examined = change.Examined ?? resident.Examined;
                await DropAsync(resident, change.Erased);
                await UpdateAsync(resident, [.. change.Changed.Where(u => !u.Archived && resident.Find(u.Id) is not null)]);
                await LeaveAsync(resident, change.Changed.Where(u => u.Archived));
                var first = commit.LastOrdinal - change.Added.Count + 1;
                await AddAsync(resident, [.. change.Added.Select((record, i) => record with { Ordinal = first + i })]);
            });
            return true;
        }
        catch
        {
            _stale = true;
            throw;
        }
    }

    // Alone. A memory with another number of meanings is taken out and put in again, words and all.
    private async ValueTask UpdateAsync(ResidentFabric resident, IReadOnlyList<MemoryUpdate> updates)
    {
        var changed = updates.Select(update => (Memory: resident.Find(update.Id)!, Update: update))
            .ToLookup(u => u.Update.Interpretations is { } meanings && meanings.Count != u.Memory.Rows.Length);
        await resident.UpdateAsync([.. changed[false]]);
        string[] anew = [.. changed[true].Select(u => u.Update.Id)];
        if (anew.Length == 0) return;
        var records = await Store.ReadMemoriesAsync(_name, anew, CancellationToken.None);
        await DropAsync(resident, anew);
        await AddAsync(resident, [.. records.Where(r => !r.Archived)]);
    }

    private async ValueTask<MemoryRecord> RecordAsync(string id, CancellationToken cancellationToken) =>
        (await Store.ReadMemoriesAsync(_name, [id], cancellationToken)).SingleOrDefault()
        ?? throw new NotFoundException($"Fabric '{_name}' has no memory '{id}'.");

    // Shared. As for recall, a memory counts by its best row.
    private async ValueTask<RowThought> ThinkAsync(ResidentFabric resident, ThinkRequest request, float[] vector, double beta, CancellationToken cancellationToken)
    {
        var settings = resident.Info.Settings;
        var mask = resident.Table.Mask(request.Filter);
        var now = Now;
        for (var factor = resident.Table.Count > resident.Count ? 2 : 1; ; factor *= 2)
        {
            var top = (int)Math.Min((long)request.Top * factor, Math.Max(1, resident.Table.Count));
            var thought = await resident.Rows.ThinkAsync(new RowThinkQuery
            {
                Rows = new RowQuery { Vector = vector, Top = top, Mask = mask, Ties = resident.RowTies },
                InverseTemperature = beta,
                SimilarityWeight = settings.SimilarityWeight,
                Now = now,
                Decay = settings.Decay,
            }, cancellationToken);
            var distinct = thought.Hits.DistinctBy(hit => resident.Table.Owner(hit.Row)).Take(request.Top).ToArray();
            if (distinct.Length == request.Top || thought.Hits.Count < top || top == resident.Table.Count || resident.Table.Count == 0)
                return new RowThought { Hits = distinct, ReadOut = thought.ReadOut, Entropy = thought.Entropy, Rows = thought.Rows };
        }
    }

    private static string? TextOf(string field, Payload? value, ReadOnlyMemory<float> vector)
    {
        if (!vector.IsEmpty) return null;
        var text = MemoryText.Of(value!);
        return string.IsNullOrWhiteSpace(text)
            ? throw new InvalidInputException(field, $"{field} has no text: give it a string with a word, or a vector beside it.")
            : text;
    }

    private static Collapse CollapseOf(MemoryRecord record, float[] context, double beta, long? seed) => CollapseOf(
        record.Id, [.. record.Interpretations.Select(i => i.Label)], [.. record.Interpretations.Select(i => i.Weight)],
        [.. record.Interpretations.Select(i => ExactScore.Dot(i.Vector.Span, context))], beta, seed);

    private static async ValueTask<Collapse> CollapseAsync(
        ResidentFabric resident, ResidentMemory memory, float[] context, double beta, long? seed, CancellationToken cancellationToken)
    {
        // One interpretation needs no look at its vector.
        var cosines = memory.IsSuperposed ? Array.ConvertAll(await resident.VectorsAsync(memory, cancellationToken), v => ExactScore.Dot(v, context)) : [0];
        return CollapseOf(memory.Id, memory.Parts, memory.Weights, cosines, beta, seed);
    }

    private static Collapse CollapseOf(string id, string[] labels, double[] weights, float[] cosines, double beta, long? seed)
    {
        var posterior = Posterior.Of(weights, cosines, beta);
        return new Collapse
        {
            Choice = labels[Posterior.Choose(posterior, seed, id)],
            Posterior = [.. labels.Select((label, i) => new InterpretationProbability(label, posterior[i]))],
            Entropy = Posterior.Entropy(posterior),
        };
    }

    private async ValueTask ReinforceAsync(ResidentFabric resident, IReadOnlyList<(string Id, Collapse Collapse)> used, float[] context)
    {
        await ReinforceAsync(resident, used.Select(u => u.Id));
        foreach (var (id, collapse) in used)
        {
            if (resident.Find(id) is { Tier: MemoryTier.Episodic }) _contexts.Add(id, collapse.Choice, context);
        }
    }
}
