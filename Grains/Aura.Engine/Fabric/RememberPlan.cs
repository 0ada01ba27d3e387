namespace Aura.Engine;

/// <summary>What is to be stored of several requests, and what is known already.</summary>
internal sealed class RememberPlan(ResidentFabric resident, IReadOnlyDictionary<string, MemoryRecord> archived, double now)
{
    private readonly Dictionary<string, MemoryRecord> _new = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowUses> _uses = new(StringComparer.Ordinal);
    private readonly List<(PendingMemories Request, Remembered[] Results)> _requests = [];

    /// <summary>New memories.</summary>
    public List<MemoryRecord> Added { get; } = [];

    /// <summary>Archived memories that come back.</summary>
    public IReadOnlyList<MemoryRecord> Revived =>
        [.. _uses.Where(u => archived.ContainsKey(u.Key)).Select(u => archived[u.Key] with { Archived = false, Uses = u.Value })];

    /// <summary>What the store is told of those.</summary>
    public IReadOnlyList<MemoryUpdate> Updates => [.. Revived.Select(r => new MemoryUpdate
    {
        Id = r.Id,
        Tier = r.Tier,
        Uses = r.Uses,
        Archived = false,
        ConsolidatedInto = r.ConsolidatedInto,
    })];

    /// <summary>Resident memories that were remembered again.</summary>
    public IReadOnlyList<(ResidentMemory Memory, RowUses Uses)> Used => [.. _uses.Where(u => !archived.ContainsKey(u.Key))
        .Select(u => (Memory: resident.Find(u.Key)!, u.Value)).Where(u => u.Memory is not null)]; // it may have had to make room

    /// <summary>Takes a request in, or refuses it as a whole.</summary>
    public void Add(PendingMemories request)
    {
        var own = new Dictionary<string, MemoryRecord>(StringComparer.Ordinal);
        foreach (var record in request.Records)
        {
            var known = own.GetValueOrDefault(record.Id) ?? _new.GetValueOrDefault(record.Id);
            var content = known is not null ? Digest.Of(known.Content.Utf8.Span)
                : resident.Find(record.Id)?.Content
                ?? (archived.GetValueOrDefault(record.Id) is { } old ? Digest.Of(old.Content.Utf8.Span) : (Digest?)null);
            if (content is null) own.Add(record.Id, record);
            else if (content != Digest.Of(record.Content.Utf8.Span))
            {
                request.Fail(new InvalidInputException("id", $"Memory '{record.Id}' exists with another content: a memory's content never changes."));
                return;
            }
        }
        _requests.Add((request, Array.ConvertAll(request.Records, record => new Remembered(record.Id, IsNew(request, record, own)))));
        foreach (var record in own.Values)
        {
            _new.Add(record.Id, record);
            Added.Add(record);
        }
    }

    /// <summary>Tells the requests how they ended.</summary>
    public void Succeed()
    {
        foreach (var (request, results) in _requests) request.Succeed(results);
    }

    private bool IsNew(PendingMemories request, MemoryRecord record, Dictionary<string, MemoryRecord> own)
    {
        if (ReferenceEquals(own.GetValueOrDefault(record.Id), record)) return true;
        if (own.ContainsKey(record.Id) || _new.ContainsKey(record.Id)) return false;
        var memory = resident.Find(record.Id);
        // Stored by this very request, whose answer was lost.
        if (request.Tried && memory?.RecordedAt == record.RecordedAt) return true;
        var uses = _uses.TryGetValue(record.Id, out var planned) ? planned : memory?.Uses ?? archived[record.Id].Uses;
        _uses[record.Id] = uses.And(now);
        return false;
    }
}
