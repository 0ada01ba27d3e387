using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// Finds which elements of one array stand for which of another: equal ones by a longest common subsequence, and between those the
/// elements in turn.
/// </summary>
internal static class ArrayAlignment
{
    // The longest common subsequence takes a step and two bytes for each pair of elements.
    private const long MostPairs = 4_000_000;

    /// <summary>Pairs of indices in the order of both arrays; −1 stands where the other side's element has no partner.</summary>
    public static List<(int From, int To)> Of(JsonElement[] from, JsonElement[] to)
    {
        var pairs = new List<(int, int)>(Math.Max(from.Length, to.Length));
        var start = 0;
        while (start < from.Length && start < to.Length && JsonValues.Equal(from[start], to[start])) start++;
        var (fromEnd, toEnd) = (from.Length, to.Length);
        while (fromEnd > start && toEnd > start && JsonValues.Equal(from[fromEnd - 1], to[toEnd - 1]))
        {
            fromEnd--;
            toEnd--;
        }
        for (var i = 0; i < start; i++) pairs.Add((i, i));
        var (fromAt, toAt) = (start, start);
        foreach (var (fromNext, toNext) in Common(from.AsSpan(start..fromEnd), to.AsSpan(start..toEnd)))
        {
            AddGap(pairs, fromAt, start + fromNext, toAt, start + toNext);
            pairs.Add((start + fromNext, start + toNext));
            (fromAt, toAt) = (start + fromNext + 1, start + toNext + 1);
        }
        AddGap(pairs, fromAt, fromEnd, toAt, toEnd);
        for (var i = 0; fromEnd + i < from.Length; i++) pairs.Add((fromEnd + i, toEnd + i));
        return pairs;
    }

    private static void AddGap(List<(int, int)> pairs, int from, int fromEnd, int to, int toEnd)
    {
        while (from < fromEnd && to < toEnd) pairs.Add((from++, to++));
        while (from < fromEnd) pairs.Add((from++, -1));
        while (to < toEnd) pairs.Add((-1, to++));
    }

    private static List<(int From, int To)> Common(ReadOnlySpan<JsonElement> from, ReadOnlySpan<JsonElement> to)
    {
        var common = new List<(int, int)>();
        if (from.IsEmpty || to.IsEmpty || (long)from.Length * to.Length > MostPairs) return common;
        var numbers = new Dictionary<JsonElement, int>(new ByValue());
        var left = Number(from, numbers);
        var right = Number(to, numbers);
        // longest[i, j] is the length of the longest subsequence common to what follows i in one and j in the other; the shorter of two
        // arrays with so few pairs has at most 2,000 elements.
        var width = right.Length + 1;
        var longest = new ushort[(left.Length + 1) * width];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            var row = longest.AsSpan(i * width, width);
            var below = longest.AsSpan((i + 1) * width, width);
            for (var j = right.Length - 1; j >= 0; j--) row[j] = left[i] == right[j] ? (ushort)(below[j + 1] + 1) : Math.Max(below[j], row[j + 1]);
        }
        for (var (i, j) = (0, 0); i < left.Length && j < right.Length;)
        {
            if (left[i] == right[j]) common.Add((i++, j++));
            else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) i++;
            else j++;
        }
        return common;
    }

    // Equal elements get equal numbers, so that the many comparisons are cheap.
    private static int[] Number(ReadOnlySpan<JsonElement> elements, Dictionary<JsonElement, int> numbers)
    {
        var numbered = new int[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            if (!numbers.TryGetValue(elements[i], out numbered[i])) numbers.Add(elements[i], numbered[i] = numbers.Count);
        }
        return numbered;
    }

    private sealed class ByValue : IEqualityComparer<JsonElement>
    {
        public bool Equals(JsonElement x, JsonElement y) => JsonValues.Equal(x, y);

        public int GetHashCode(JsonElement obj) => JsonValues.Hash(obj);
    }
}
