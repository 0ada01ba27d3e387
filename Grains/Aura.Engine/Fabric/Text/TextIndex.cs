using System.Buffers;
using System.Runtime.InteropServices;

namespace Aura.Engine;

/// <summary>
/// Finds texts by their words, ranked by BM25 (Robertson and Zaragoza, The probabilistic relevance framework: BM25 and beyond, 2009, section
/// 3.4). Searches may run beside each other; what changes the index runs alone, which is the caller's to see to.
/// </summary>
/// <remarks>
/// Score = Σ over the query's words of idf · f (k1 + 1) / (f + k1 (1 - b + b l / l̄)): how often f the text has the word, how many words l it has,
/// how many l̄ texts have on average; k1 = 1.2, b = 0.75. Of N texts of which n have the word, idf = ln(1 + (N - n + 0.5) / (n + 0.5)): the paper's
/// with 1 added, so that no word counts less than nothing. Words are those of <see cref="Words"/>.
/// </remarks>
public sealed class TextIndex
{
    /// <summary>How soon more of the same word stops to count.</summary>
    public const double K1 = 1.2;

    /// <summary>How much long texts are held back: 0 for not at all, at most 1.</summary>
    public const double B = 0.75;

    private readonly Dictionary<string, Postings> _postings = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _documents = [];

    // By document, which is a text's number in the order of addition: where it stands, or that it was removed; and how many words it has.
    private int[] _slots = [];
    private int[] _lengths = [];
    private int _count;
    private long _words;

    /// <summary>Adds a text.</summary>
    /// <param name="slot">What it is called from now on: 0 or more, and no text may be there.</param>
    /// <param name="text">The text. One without words is never found.</param>
    public void Add(int slot, string text)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        if (_count == Postings.MaxDocuments) throw new InvalidOperationException($"A text index holds at most {Postings.MaxDocuments:N0} texts.");
        if (!_documents.TryAdd(slot, _count)) throw new ArgumentException($"There is a text in slot {slot}.", nameof(slot));
        if (_count == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(4, _count + _count / 2));
            Array.Resize(ref _lengths, _slots.Length);
        }
        var length = 0;
        var postings = _postings.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in new Words(text, stackalloc char[Words.MaxLength]))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(postings, word, out _).Add(_count);
            length++;
        }
        _slots[_count] = slot;
        _lengths[_count++] = length;
        _words += length;
    }

    /// <summary>Removes a text, whose slot is free then.</summary>
    public void Remove(int slot)
    {
        if (!_documents.Remove(slot, out var document)) throw new ArgumentException($"There is no text in slot {slot}.", nameof(slot));
        _slots[document] = -1;
        _words -= _lengths[document];
        if (_documents.Count <= _count / 2) Compact();
    }

    /// <summary>How much it says that a text has this word, in lower case: more than 0, and most for a word that none has.</summary>
    public double InverseDocumentFrequency(string word) =>
        InverseDocumentFrequency(_postings.TryGetValue(word, out var postings) ? Living(postings) : 0);

    /// <summary>Finds the texts of the highest score.</summary>
    /// <param name="query">The query; a word that it has twice counts twice.</param>
    /// <param name="top">The most texts to find: at least 1.</param>
    /// <param name="counts">Whether the text in a slot counts; null if all do.</param>
    /// <param name="ties">Which of two slots of the same score comes first.</param>
    /// <returns>The texts that have at least one word of the query, best first.</returns>
    public IReadOnlyList<TextHit> Search(string query, int top, Func<int, bool>? counts, IComparer<int> ties)
    {
        var scores = ArrayPool<double>.Shared.Rent(_count);
        try
        {
            var all = scores.AsSpan(0, _count);
            all.Clear();
            foreach (var (word, times) in WordsOf(query))
            {
                if (_postings.TryGetValue(word, out var postings)) AddScores(postings, times, all);
            }
            return Best(all, top, counts, ties);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scores);
        }
    }

    // In the order of the query, so that sums are the same whenever they are computed.
    private static OrderedDictionary<string, int> WordsOf(string query)
    {
        var words = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in new Words(query, stackalloc char[Words.MaxLength]))
        {
            var key = word.ToString();
            words[key] = words.GetValueOrDefault(key) + 1;
        }
        return words;
    }

    private void AddScores(Postings postings, int times, Span<double> scores)
    {
        var weight = times * InverseDocumentFrequency(Living(postings)) * (K1 + 1);
        var slope = K1 * B / ((double)_words / _documents.Count);
        foreach (var (document, f) in postings) scores[document] += weight * f / (f + (K1 * (1 - B) + slope * _lengths[document]));
    }

    private List<TextHit> Best(ReadOnlySpan<double> scores, int top, Func<int, bool>? counts, IComparer<int> ties)
    {
        // The worst of the best is on top, to be the next to go.
        var best = new PriorityQueue<TextHit, TextHit>(Comparer<TextHit>.Create((x, y) =>
            x.Score != y.Score ? x.Score.CompareTo(y.Score) : ties.Compare(y.Slot, x.Slot)));
        var threshold = 0.0;
        for (var document = 0; document < scores.Length; document++)
        {
            var hit = new TextHit(_slots[document], scores[document]);
            if (hit.Score == 0 || hit.Score < threshold || hit.Slot < 0 || counts?.Invoke(hit.Slot) == false) continue;
            if (best.Count < top) best.Enqueue(hit, hit);
            else best.EnqueueDequeue(hit, hit);
            if (best.Count == top) threshold = best.Peek().Score;
        }
        var hits = new List<TextHit>(best.Count);
        while (best.TryDequeue(out var hit, out _)) hits.Add(hit);
        hits.Reverse();
        return hits;
    }

    private double InverseDocumentFrequency(int with) => Math.Log(1 + (_documents.Count - with + 0.5) / (with + 0.5));

    private int Living(Postings postings)
    {
        if (_documents.Count == _count) return postings.Count;
        var living = 0;
        foreach (var (document, _) in postings)
        {
            if (_slots[document] >= 0) living++;
        }
        return living;
    }

    // Numbers what is left anew and drops the rest, so that removed texts never take more room than those that are there.
    private void Compact()
    {
        var numbers = new int[_count];
        var count = 0;
        for (var document = 0; document < _count; document++)
        {
            if (_slots[document] < 0)
            {
                numbers[document] = -1;
                continue;
            }
            (_slots[count], _lengths[count]) = (_slots[document], _lengths[document]);
            _documents[_slots[count]] = numbers[document] = count++;
        }
        _count = count;
        Array.Resize(ref _slots, count);
        Array.Resize(ref _lengths, count);
        foreach (var word in _postings.Keys)
        {
            ref var postings = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, word);
            postings.Renumber(numbers);
            if (postings.Count == 0) _postings.Remove(word);
        }
        _documents.TrimExcess();
        _postings.TrimExcess();
    }
}
