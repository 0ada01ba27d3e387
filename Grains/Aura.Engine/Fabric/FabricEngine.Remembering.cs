using System.Collections.Concurrent;

namespace Aura.Engine;

public sealed partial class FabricEngine
{
    private const string WholeContent = "content";

    // A commit whose answer was lost is looked for this often before the caller is told that nobody knows.
    private const int UncertainAttempts = 3;

    private const int MostAtOnce = 4096;

    private readonly ConcurrentQueue<PendingMemories> _pending = [];

    /// <inheritdoc/>
    /// <remarks>
    /// Requests that wait for their turn are committed together. Once a request is queued it can no longer be cancelled. Where the store fails and
    /// cannot be asked whether it had committed, the error is a <see cref="StoreUnavailableException"/>: send the same ids again.
    /// </remarks>
    public async ValueTask<IReadOnlyList<Remembered>> RememberAsync(IReadOnlyList<MemoryRequest> memories, CancellationToken cancellationToken = default)
    {
        var requests = Rules.Memories(memories, _services.Options.MaxPayloadBytes);
        var pending = new PendingMemories(await DraftAsync(requests, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        _pending.Enqueue(pending);
        return await InTurnAsync(async () =>
        {
            if (!pending.IsDone) await CommitPendingAsync(pending);
            return pending.Results;
        }, CancellationToken.None);
    }

    // The vectors that come with the first memories say which dimension is meant; else the generator's is.
    private async ValueTask<FabricSettings> UsualSettingsAsync(IReadOnlyList<MemoryRequest> requests, CancellationToken cancellationToken)
    {
        var given = requests.SelectMany(r => r.Interpretations).Select(i => i.Vector.Length).FirstOrDefault(length => length > 0);
        return new FabricSettings { Dimensions = given > 0 ? given : await _texts.DimensionsAsync(cancellationToken) };
    }

    // Makes the fabric if there is none, but not before it is sure that the memories can be stored.
    private async ValueTask<MemoryRecord[]> DraftAsync(IReadOnlyList<MemoryRequest> requests, CancellationToken cancellationToken)
    {
        var resident = _resident is { } open && !_stale ? open : await InTurnAsync(() => OpenIfAnyAsync(null, cancellationToken), cancellationToken);
        if (resident is not null) return await DraftAsync(resident.Info, requests, cancellationToken);
        var settings = await UsualSettingsAsync(requests, cancellationToken);
        var planned = new FabricInfo { Name = _name, Embedding = _texts.Name, Settings = settings, CreatedAt = _services.Time.GetUtcNow() };
        var drafts = await DraftAsync(planned, requests, cancellationToken);
        var made = await InTurnAsync(() => OpenAsync(settings, cancellationToken), cancellationToken);
        // Somebody else may have made it meanwhile, otherwise.
        return made.Info.Settings.Dimensions == settings.Dimensions && made.Info.Embedding == planned.Embedding
            ? drafts
            : await DraftAsync(made.Info, requests, cancellationToken);
    }

    private async ValueTask<MemoryRecord[]> DraftAsync(FabricInfo fabric, IReadOnlyList<MemoryRequest> requests, CancellationToken cancellationToken)
    {
        var now = Timestamps.Truncate(_services.Time.GetUtcNow());
        var drafts = new (MemoryRequest Request, IReadOnlyList<Interpretation> Interpretations)[requests.Count];
        var texts = new List<string>();
        for (var i = 0; i < drafts.Length; i++)
        {
            var request = requests[i];
            var interpretations = request.Interpretations.Count > 0 ? request.Interpretations : [WholeContentOf($"memories[{i}].content", request.Content)];
            drafts[i] = (request, interpretations);
            foreach (var interpretation in interpretations)
            {
                if (interpretation.Vector.IsEmpty) texts.Add(interpretation.Text!);
                else CheckDimension(fabric, $"memories[{i}].interpretations", interpretation.Vector);
            }
        }
        var vectors = new Queue<float[]>(await _texts.EmbedAsync(fabric, texts, cancellationToken));
        return Array.ConvertAll(drafts, draft =>
        {
            var weights = draft.Interpretations.Sum(i => i.Weight);
            var occurredAt = draft.Request.OccurredAt is { } time ? Timestamps.Truncate(time.ToUniversalTime()) : now;
            return new MemoryRecord
            {
                Id = draft.Request.Id ?? Guid.CreateVersion7(now).ToString(),
                Content = draft.Request.Content,
                Tier = draft.Request.Tier,
                Labels = draft.Request.Labels,
                Agent = draft.Request.Agent,
                State = draft.Request.State,
                OccurredAt = occurredAt,
                RecordedAt = now,
                Interpretations = [.. draft.Interpretations.Select(i => i with
                {
                    // The content is kept anyway.
                    Text = draft.Request.Interpretations.Count == 0 ? null : i.Text,
                    Vector = i.Vector.IsEmpty ? vectors.Dequeue() : UnitVector.Of(i.Vector.Span),
                    Weight = i.Weight / weights,
                })],
                Uses = RowUses.Once(Seconds(occurredAt)),
            };
        });
    }

    private static Interpretation WholeContentOf(string field, Payload content)
    {
        var text = MemoryText.Of(content);
        return string.IsNullOrWhiteSpace(text)
            ? throw new InvalidInputException(field, $"{field} has no text to be found by: give it a string with a word, or interpretations with vectors.")
            : new Interpretation { Label = WholeContent, Text = text };
    }

    private static void CheckDimension(FabricInfo fabric, string field, ReadOnlyMemory<float> vector)
    {
        if (!vector.IsEmpty && vector.Length != fabric.Settings.Dimensions)
        {
            throw new InvalidInputException(
                field, $"{field} has a vector of {vector.Length} dimensions: fabric '{fabric.Name}' has {fabric.Settings.Dimensions}.");
        }
    }

    // In turn. Commits this request with those that wait behind others.
    private async ValueTask CommitPendingAsync(PendingMemories mine)
    {
        var batch = new List<PendingMemories>();
        var count = 0;
        while (!batch.Contains(mine) || count < MostAtOnce)
        {
            if (!_pending.TryDequeue(out var next)) break;
            batch.Add(next);
            count += next.Records.Length;
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                while (!await TryCommitAsync(await OpenAsync(null, CancellationToken.None), [.. batch.Where(p => !p.IsDone)]))
                {
                }
                return;
            }
            catch (StoreUnavailableException) when (attempt < UncertainAttempts)
            {
                _stale = true;
                foreach (var pending in batch) pending.Tried = true;
            }
            catch (Exception e)
            {
                _stale = true;
                foreach (var pending in batch.Where(p => !p.IsDone && p != mine)) pending.Fail(e);
                throw;
            }
        }
    }

    // In turn. False where others have written meanwhile: then their memories are known by now.
    private async ValueTask<bool> TryCommitAsync(ResidentFabric resident, IReadOnlyList<PendingMemories> batch)
    {
        if (batch.Count == 0) return true;
        var now = Timestamps.Truncate(_services.Time.GetUtcNow());
        var archived = await ReadArchivedAsync(resident, batch);
        var plan = new RememberPlan(resident, archived, Seconds(now));
        foreach (var pending in batch) plan.Add(pending);
        if (plan.Added.Count + plan.Revived.Count > 0)
        {
            var commit = await Store.CommitAsync(new MemoryChange
            {
                Fabric = _name,
                Revision = resident.Revision,
                Added = plan.Added,
                Changed = plan.Updates,
                At = now,
            }, CancellationToken.None);
            if (!commit.Committed)
            {
                await CatchUpAsync(resident, commit, CancellationToken.None);
                return false;
            }
            var first = commit.LastOrdinal - plan.Added.Count + 1;
            var arrived = plan.Added.Select((record, i) => record with { Ordinal = first + i }).Concat(plan.Revived);
            await ApplyAsync(resident, commit, () => AddAsync(resident, [.. arrived]));
        }
        await UseAsync(resident, plan.Used);
        EngineMetrics.Remembered(plan.Added.Count, plan.Revived.Count + plan.Used.Count);
        plan.Succeed();
        return true;
    }

    private async ValueTask<Dictionary<string, MemoryRecord>> ReadArchivedAsync(ResidentFabric resident, IReadOnlyList<PendingMemories> batch)
    {
        var ids = batch.SelectMany(p => p.Records).Select(r => r.Id).Where(resident.Archived.ContainsKey).Distinct().ToArray();
        return ids.Length == 0
            ? []
            : (await Store.ReadMemoriesAsync(_name, ids, CancellationToken.None)).ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    private async ValueTask UseAsync(ResidentFabric resident, IReadOnlyList<(ResidentMemory Memory, RowUses Uses)> used)
    {
        if (used.Count == 0) return;
        using var pass = await _gate.AloneAsync();
        if (!ReferenceEquals(resident, _resident)) return;
        await resident.UseAsync(used);
        _journal.Add(used);
    }

    // In turn and alone. Where the device is full, the least active memories make room.
    private async ValueTask AddAsync(ResidentFabric resident, IReadOnlyList<MemoryRecord> records)
    {
        while (records.Count > 0)
        {
            try
            {
                await resident.AddAsync(records);
                return;
            }
            catch (OutOfDeviceMemoryException)
            {
                records = await MakeRoomAsync(resident, records);
            }
        }
    }
}
