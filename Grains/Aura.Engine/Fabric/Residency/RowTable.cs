namespace Aura.Engine;

/// <summary>Which memory each row belongs to, and what filters ask of it, in arrays that are quickly gone through.</summary>
internal sealed class RowTable
{
    private readonly Names _agents = new();
    private readonly Names _labelSets = new();
    private readonly List<string[]> _labels = [];
    private ResidentMemory[] _owners = [];
    private byte[] _parts = [];
    private byte[] _tiers = [];
    private long[] _ordinals = [];
    private long[] _occurred = [];
    private int[] _agentNumbers = [];
    private int[] _labelNumbers = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The memory of a row.</summary>
    public ResidentMemory Owner(int row) => _owners[row];

    /// <summary>Which of its memory's interpretations a row is.</summary>
    public int Part(int row) => _parts[row];

    /// <summary>Adds a row.</summary>
    public int Add(ResidentMemory owner, int part)
    {
        if (Count == _owners.Length) Grow();
        _labelNumbers[Count] = LabelNumber(owner.Labels);
        _agentNumbers[Count] = owner.Agent is null ? -1 : _agents.Number(owner.Agent);
        _occurred[Count] = owner.OccurredAt.UtcTicks;
        _ordinals[Count] = owner.Ordinal;
        _tiers[Count] = (byte)owner.Tier;
        _parts[Count] = (byte)part;
        _owners[Count] = owner;
        return Count++;
    }

    /// <summary>Notes that a memory is in another tier.</summary>
    public void Retier(ResidentMemory owner)
    {
        foreach (var row in owner.Rows) _tiers[row] = (byte)owner.Tier;
    }

    /// <summary>Drops rows, and fills the gaps with the last ones.</summary>
    /// <returns>The moves that the device must make too.</returns>
    public RowMove[] Drop(IEnumerable<int> rows)
    {
        var holes = rows.Order().ToArray();
        var left = Count - holes.Length;
        var gone = holes.Where(row => row >= left).ToHashSet();
        var moves = new List<RowMove>();
        var last = Count - 1;
        foreach (var hole in holes.TakeWhile(row => row < left))
        {
            while (gone.Contains(last)) last--;
            moves.Add(new RowMove(last--, hole));
        }
        foreach (var (from, to) in moves)
        {
            _owners[to] = _owners[from];
            _parts[to] = _parts[from];
            _tiers[to] = _tiers[from];
            _ordinals[to] = _ordinals[from];
            _occurred[to] = _occurred[from];
            _agentNumbers[to] = _agentNumbers[from];
            _labelNumbers[to] = _labelNumbers[from];
            _owners[to].Rows[_parts[to]] = to;
        }
        Array.Clear(_owners, left, Count - left);
        Count = left;
        return [.. moves];
    }

    /// <summary>The memories of a tier.</summary>
    public IEnumerable<ResidentMemory> InTier(MemoryTier tier)
    {
        for (var row = 0; row < Count; row++)
        {
            var next = _tiers.AsSpan(row, Count - row).IndexOf((byte)tier);
            if (next < 0) yield break;
            row += next;
            if (_parts[row] == 0) yield return _owners[row];
        }
    }

    /// <summary>The memories that were added after an ordinal.</summary>
    public IEnumerable<ResidentMemory> AddedAfter(long ordinal)
    {
        for (var row = 0; row < Count; row++)
        {
            if (_ordinals[row] > ordinal && _parts[row] == 0) yield return _owners[row];
        }
    }

    /// <summary>The memories whose level is below a threshold.</summary>
    public IEnumerable<ResidentMemory> Below(float[] levels, double threshold)
    {
        for (var row = 0; row < Count; row++)
        {
            if (levels[row] < threshold && _parts[row] == 0) yield return _owners[row];
        }
    }

    /// <summary>A bit a row: whether its memory passes the filter. Empty if all do.</summary>
    public ReadOnlyMemory<ulong> Mask(MemoryFilter? filter)
    {
        if (filter is null or { Tiers.Count: 0, Labels.Count: 0, Agent: null, From: null, To: null }) return default;
        var tiers = filter.Tiers.Aggregate(0, (bits, tier) => bits | 1 << (int)tier);
        if (filter.Tiers.Count == 0) tiers = ~0;
        var agent = filter.Agent is null ? (int?)null : _agents.Find(filter.Agent) ?? -2;
        var labels = filter.Labels.Count == 0 ? null : _labels.Select(set => filter.Labels.All(set.Contains)).ToArray();
        var from = filter.From?.UtcTicks ?? long.MinValue;
        var to = filter.To?.UtcTicks ?? long.MaxValue;
        var mask = new ulong[(Count + 63) / 64];
        for (var row = 0; row < Count; row++)
        {
            var counts = (tiers >> _tiers[row] & 1) != 0 && _occurred[row] >= from && _occurred[row] < to
                && (agent is null || _agentNumbers[row] == agent) && (labels is null || labels[_labelNumbers[row]]);
            if (counts) mask[row >> 6] |= 1UL << row;
        }
        return mask;
    }

    /// <summary>A bit a row: whether its memory counts.</summary>
    public ReadOnlyMemory<ulong> Mask(Func<ResidentMemory, bool> counts)
    {
        var mask = new ulong[(Count + 63) / 64];
        for (var row = 0; row < Count; row++)
        {
            if (counts(_owners[row])) mask[row >> 6] |= 1UL << row;
        }
        return mask;
    }

    private int LabelNumber(IReadOnlyList<string> labels)
    {
        var number = _labelSets.Number(string.Join('\0', labels));
        if (number == _labels.Count) _labels.Add([.. labels]);
        return number;
    }

    private void Grow()
    {
        var size = Math.Max(1024, _owners.Length + _owners.Length / 2);
        Array.Resize(ref _owners, size);
        Array.Resize(ref _parts, size);
        Array.Resize(ref _tiers, size);
        Array.Resize(ref _ordinals, size);
        Array.Resize(ref _occurred, size);
        Array.Resize(ref _agentNumbers, size);
        Array.Resize(ref _labelNumbers, size);
    }

    private sealed class Names
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int? Find(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

        public int Number(string name)
        {
            if (!_numbers.TryGetValue(name, out var number)) _numbers.Add(name, number = _numbers.Count);
            return number;
        }
    }
}
