using Aura.Engine;

namespace Aura.Tests.Fabric.Text;

/// <summary>BM25 as it is defined, text by text, to hold the index against.</summary>
public sealed class PlainTextIndex
{
    private readonly SortedDictionary<int, string[]> _texts = [];

    public bool Has(int slot) => _texts.ContainsKey(slot);

    public void Add(int slot, string text) => _texts.Add(slot, text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public void Remove(int slot) => _texts.Remove(slot);

    public double InverseDocumentFrequency(string word)
    {
        var with = _texts.Values.Count(t => t.Contains(word));
        return Math.Log(1 + (_texts.Count - with + 0.5) / (with + 0.5));
    }

    public double Score(int slot, string[] query)
    {
        var text = _texts[slot];
        var mean = _texts.Values.Average(t => t.Length);
        return query.Sum(word =>
        {
            double f = text.Count(w => w == word);
            return InverseDocumentFrequency(word) * f * (TextIndex.K1 + 1) / (f + TextIndex.K1 * (1 - TextIndex.B + TextIndex.B * text.Length / mean));
        });
    }

    /// <summary>All slots in which a text has a word of the query.</summary>
    public HashSet<int> Found(string[] query) => _texts.Where(t => t.Value.Intersect(query).Any()).Select(t => t.Key).ToHashSet();
}
