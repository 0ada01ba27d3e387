using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>
/// One fabric. Calls may come at any time and from any thread: those that change memories take turns, and reads run beside each other. What is in
/// memory is committed, but for how memories were used lately and in what contexts.
/// </summary>
public sealed partial class FabricEngine : IMemoryFabric, IAsyncDisposable
{
    private const int PageSize = 2048;

    private readonly EngineServices _services;
    private readonly string _name;
    private readonly TextVectors _texts;
    private readonly UseJournal _journal;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SharedGate _gate = new();
    private volatile ResidentFabric? _resident;
    private volatile bool _stale;
    private bool _disposed;

    /// <summary>Takes a name; the fabric is read when it is first asked for.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed.</exception>
    public FabricEngine(EngineServices services, string name)
    {
        _name = Names.Check("fabric", name);
        _services = services;
        _texts = new TextVectors(services.Fabrics.Embedding);
        _journal = new UseJournal(services, name);
    }

    private IMemoryStore Store => _services.Store.Memories;

    private double Now => Seconds(_services.Time.GetUtcNow());

    /// <inheritdoc/>
    public async ValueTask<FabricInfo> CreateAsync(FabricSettings settings, CancellationToken cancellationToken = default)
    {
        Rules.Settings(settings);
        return await InTurnAsync(async () =>
        {
            var wanted = settings with { Dimensions = settings.Dimensions ?? await _texts.DimensionsAsync(cancellationToken) };
            var resident = await OpenAsync(wanted, cancellationToken);
            return resident.Info.Settings == wanted
                ? resident.Info
                : throw new InvalidInputException("settings", $"Fabric '{_name}' exists with other settings: they are fixed when it is made.");
        }, cancellationToken);
    }

    /// <summary>Makes the fabric resident unless it is, as other calls do that need it to be. False if there is none.</summary>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken = default) =>
        (_resident is not null && !_stale)
        || await InTurnAsync(async () => await OpenIfAnyAsync(null, cancellationToken) is not null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<FabricInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        _resident?.Info ?? (await Store.ReadFabricAsync(_name, cancellationToken))?.Info ?? throw NotFound();

    /// <inheritdoc/>
    public async ValueTask<Memory?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        Names.Check("id", id);
        return (await ReadAsync(await DescribeAsync(cancellationToken), [id], cancellationToken)).GetValueOrDefault(id);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Memory> ListAsync(MemoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter = Rules.Filter("filter", filter);
        var info = await DescribeAsync(cancellationToken);
        IReadOnlyList<MemoryRecord> page = [];
        do
        {
            page = await Store.ReadChangedAsync(_name, -1, page.Count == 0 ? 0 : page[^1].Ordinal, PageSize, cancellationToken);
            foreach (var record in page.Where(r => Passes(r, filter))) yield return ToMemory(info, record);
        }
        while (page.Count == PageSize);
    }

    /// <inheritdoc/>
    public async ValueTask<FabricStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        var (resident, entered) = await ShareAsync(fresh: false, cancellationToken);
        using var pass = entered;
        var tiers = resident.Memories.Select(m => m.Tier).Concat(resident.Archived.Values).CountBy(t => t).ToDictionary();
        return new FabricStatistics
        {
            Name = _name,
            Memories = resident.Count + resident.Archived.Count,
            Working = tiers.GetValueOrDefault(MemoryTier.Working),
            Episodic = tiers.GetValueOrDefault(MemoryTier.Episodic),
            Semantic = tiers.GetValueOrDefault(MemoryTier.Semantic),
            Superposed = resident.Memories.Count(m => m.IsSuperposed),
            Archived = resident.Archived.Count,
            Resident = resident.Count,
            Rows = resident.Table.Count,
            Bytes = resident.Rows.Bytes,
            Capacity = _services.Fabrics.Device.Capacity,
            Device = _services.Fabrics.Device.Name,
        };
    }

    /// <summary>Writes down how memories were used, and gives the device its room back. The store stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_disposed) return;
            _disposed = true;
            try
            {
                await _journal.DisposeAsync();
            }
            finally
            {
                if (_resident is { } resident) await AbandonAsync(resident);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private NotFoundException NotFound() => new($"There is no fabric '{_name}': its first memory makes it.");

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static DateTimeOffset Time(double seconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));

    private static bool Passes(MemoryRecord record, MemoryFilter? filter) => filter is null
        || ((filter.Tiers.Count == 0 || filter.Tiers.Contains(record.Tier)) && filter.Labels.All(record.Labels.Contains)
            && (filter.Agent is null || filter.Agent == record.Agent) && !(record.OccurredAt < filter.From) && !(record.OccurredAt >= filter.To));

    // The fabric in memory, read from the store first if need be, or asked for what others have written.
    private ValueTask<ResidentFabric> ResidentAsync(bool fresh, CancellationToken cancellationToken) =>
        _resident is { } resident && !_stale && !fresh
            ? ValueTask.FromResult(resident)
            : InTurnAsync(
                () =>
                {
                    _stale = true;
                    return OpenAsync(null, cancellationToken);
                },
                cancellationToken);

    // Enters beside others. What is in memory may have had to be dropped while this waited.
    private async ValueTask<(ResidentFabric Resident, SharedGate.Pass Pass)> ShareAsync(bool fresh, CancellationToken cancellationToken)
    {
        while (true)
        {
            var resident = await ResidentAsync(fresh, cancellationToken);
            var pass = await _gate.ShareAsync();
            if (ReferenceEquals(resident, _resident)) return (resident, pass);
            pass.Dispose();
        }
    }

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await call();
        }
        finally
        {
            _turn.Release();
        }
    }

    // In turn. Makes the fabric if settings are given and there is none.
    private async ValueTask<ResidentFabric> OpenAsync(FabricSettings? settings, CancellationToken cancellationToken) =>
        await OpenIfAnyAsync(settings, cancellationToken) ?? throw NotFound();

    private async ValueTask<ResidentFabric?> OpenIfAnyAsync(FabricSettings? settings, CancellationToken cancellationToken)
    {
        if (_resident is null)
        {
            var record = await Store.ReadFabricAsync(_name, cancellationToken);
            if (record is null && settings is not null)
            {
                record = await Store.CreateFabricAsync(new FabricInfo
                {
                    Name = _name,
                    Embedding = _texts.Name,
                    Settings = settings,
                    CreatedAt = Timestamps.Truncate(_services.Time.GetUtcNow()),
                }, cancellationToken);
            }
            if (record is null) return null;
            using var measured = EngineMetrics.Measure("load");
            var opened = new ResidentFabric(record.Info, _services.Fabrics.Device.Allocate(record.Info.Settings.Dimensions!.Value));
            try
            {
                await SyncAsync(opened, cancellationToken);
            }
            catch
            {
                await opened.DisposeAsync();
                throw;
            }
            _resident = opened;
        }
        else if (_stale)
        {
            await SyncAsync(_resident, cancellationToken);
        }
        return _resident;
    }

    // In turn. Takes over what others have written since the revision that is in memory.
    private async ValueTask SyncAsync(ResidentFabric resident, CancellationToken cancellationToken)
    {
        // Before the store is asked, so that what is written from now on makes it stale again.
        _stale = false;
        try
        {
            var record = await Store.ReadFabricAsync(_name, cancellationToken) ?? throw NotFound();
            if (resident.Revision == record.Revision) return;
            if (resident.Revision >= 0)
            {
                var erased = await Store.ReadErasedAsync(_name, resident.Revision, cancellationToken);
                using var pass = await _gate.AloneAsync();
                await DropAsync(resident, erased);
            }
            IReadOnlyList<MemoryRecord> page = [];
            do
            {
                page = await Store.ReadChangedAsync(_name, resident.Revision, page.Count == 0 ? 0 : page[^1].Ordinal, PageSize, cancellationToken);
                using var pass = await _gate.AloneAsync();
                await TakeOverAsync(resident, page);
            }
            while (page.Count == PageSize);
            (resident.Revision, resident.Examined) = (Math.Max(resident.Revision, record.Revision), record.Examined);
        }
        catch
        {
            _stale = true;
            throw;
        }
    }

    // Alone. What is known is taken out and put in again, changed as it may be; but of uses that are not written yet the store knows nothing.
    private async ValueTask TakeOverAsync(ResidentFabric resident, IReadOnlyList<MemoryRecord> page)
    {
        var fresh = page.Select(r => resident.Find(r.Id) is { } known && known.Uses.Count > r.Uses.Count ? r with { Uses = known.Uses } : r).ToArray();
        await DropAsync(resident, fresh.Select(r => r.Id));
        foreach (var archived in fresh.Where(r => r.Archived)) resident.Archived[archived.Id] = archived.Tier;
        await AddAsync(resident, [.. fresh.Where(r => !r.Archived)]);
    }

    // In turn, after a change was refused: others have written, or else the store has what is not in memory, which cannot be right.
    private async ValueTask CatchUpAsync(ResidentFabric resident, MemoryCommit refused, CancellationToken cancellationToken)
    {
        if (refused.Revision == resident.Revision) await AbandonAsync(resident);
        else await SyncAsync(resident, cancellationToken);
    }

    // In turn. Has what was committed happen in memory, too. Whatever fails there, it is committed: then all is read again when it is needed.
    private async ValueTask ApplyAsync(ResidentFabric resident, MemoryCommit commit, Func<ValueTask> apply)
    {
        try
        {
            using var pass = await _gate.AloneAsync();
            resident.Revision = commit.Revision;
            await apply();
        }
        catch (AuraException)
        {
            await AbandonAsync(resident);
        }
        catch
        {
            await AbandonAsync(resident);
            throw;
        }
    }

    private async ValueTask AbandonAsync(ResidentFabric resident)
    {
        using var pass = await _gate.AloneAsync();
        _resident = null;
        await resident.DisposeAsync();
    }

    // Alone. What changes memory is not cancelled half-way.
    private static async ValueTask DropAsync(ResidentFabric resident, IEnumerable<string> ids)
    {
        var gone = new List<ResidentMemory>();
        foreach (var id in ids)
        {
            resident.Archived.Remove(id);
            if (resident.Find(id) is { } memory) gone.Add(memory);
        }
        if (gone.Count > 0) await resident.RemoveAsync(gone);
    }

    // From the store, resident or not; of how they were used lately only the resident ones tell.
    private async ValueTask<Dictionary<string, Memory>> ReadAsync(FabricInfo info, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await Store.ReadMemoriesAsync(_name, ids, cancellationToken)).ToDictionary(r => r.Id, r => ToMemory(info, r), StringComparer.Ordinal);

    private Memory ToMemory(FabricInfo info, MemoryRecord record)
    {
        var uses = _resident?.Find(record.Id)?.Uses ?? record.Uses;
        return new Memory
        {
            Id = record.Id,
            Content = record.Content,
            Tier = record.Tier,
            Interpretations = record.Interpretations,
            Labels = record.Labels,
            Agent = record.Agent,
            State = record.State,
            OccurredAt = record.OccurredAt,
            RecordedAt = record.RecordedAt,
            Uses = uses.Count,
            LastUses = [.. ((ReadOnlySpan<double>)[uses.Last, uses.Second, uses.Third]).ToArray().Where(double.IsFinite).Select(Time)],
            Activation = BaseLevel.Of(uses, Now, info.Settings.Decay),
            Archived = record.Archived,
            Sources = record.Sources,
            ConsolidatedInto = record.ConsolidatedInto,
        };
    }
}
