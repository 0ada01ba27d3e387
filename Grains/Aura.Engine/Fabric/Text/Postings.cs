namespace Aura.Engine;

/// <summary>
/// The documents that have one word, ascending, and how often each has it. A document is one number, shifted up by one bit; where that bit is
/// set, the word stands there more than once and the next number says how often.
/// </summary>
internal struct Postings
{
    /// <summary>The most documents that there is room for.</summary>
    public const int MaxDocuments = 1 << 30;

    private int[]? _data;
    private int _used;
    private int _last;

    /// <summary>How many documents there are.</summary>
    public int Count { get; private set; }

    /// <summary>Counts the word once more in a document, which is the last one or comes after it.</summary>
    public void Add(int document)
    {
        if (Count == 0 || _data![_last] >> 1 != document)
        {
            _last = _used;
            Append(document << 1);
            Count++;
        }
        else if ((_data[_last] & 1) == 0)
        {
            _data[_last] |= 1;
            Append(2);
        }
        else
        {
            _data[_last + 1]++;
        }
    }

    /// <summary>Gives documents other numbers, in the same order, and drops those whose number is negative.</summary>
    public void Renumber(ReadOnlySpan<int> numbers)
    {
        var kept = default(Postings);
        foreach (var (document, times) in this)
        {
            if (numbers[document] < 0) continue;
            kept._last = kept._used;
            kept.Append(numbers[document] << 1 | (times > 1 ? 1 : 0));
            if (times > 1) kept.Append(times);
            kept.Count++;
        }
        this = kept;
    }

    /// <summary>Each document and how often it has the word, for <c>foreach</c>.</summary>
    public readonly Enumerator GetEnumerator() => new(_data.AsSpan(0, _used));

    private void Append(int number)
    {
        if (_data is null || _used == _data.Length) Array.Resize(ref _data, Math.Max(2, _used + _used / 2));
        _data[_used++] = number;
    }

    /// <summary>Goes through them.</summary>
    public ref struct Enumerator(ReadOnlySpan<int> data)
    {
        private readonly ReadOnlySpan<int> _data = data;
        private int _next;

        /// <summary>The document and how often it has the word.</summary>
        public (int Document, int Times) Current { get; private set; }

        /// <summary>Goes on to the next document.</summary>
        public bool MoveNext()
        {
            if (_next == _data.Length) return false;
            var head = _data[_next++];
            Current = (head >> 1, (head & 1) == 0 ? 1 : _data[_next++]);
            return true;
        }
    }
}
