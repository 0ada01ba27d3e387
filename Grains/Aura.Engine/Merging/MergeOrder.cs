using System.Globalization;

namespace Aura.Engine;

/// <summary>
/// The order of an array that is merged by id. Elements that both sides have are put in one order first; an element that one side only
/// has then follows the nearest one before it there that both have. An element is named by its index in the list of keys.
/// </summary>
internal static class MergeOrder
{
    /// <summary>The order of the elements that both sides have; null if both changed the base's, each in its own way.</summary>
    public static int[]? Shared(Versions versions, List<MergeKey> keys)
    {
        int[] ours = [.. Enumerable.Range(0, keys.Count).Where(i => keys[i].Ours >= 0 && keys[i].Theirs >= 0)];
        int[] theirs = [.. ours.OrderBy(i => keys[i].Theirs)];
        if (ours.AsSpan().SequenceEqual(theirs)) return ours;
        int[] oldOurs = [.. ours.Where(i => keys[i].Base >= 0)];
        int[] oldTheirs = [.. theirs.Where(i => keys[i].Base >= 0)];
        int[] old = [.. oldOurs.OrderBy(i => keys[i].Base)];
        var oursMoved = !old.AsSpan().SequenceEqual(oldOurs);
        var theirsMoved = !old.AsSpan().SequenceEqual(oldTheirs);
        if (oursMoved != theirsMoved) return oursMoved ? ours : theirs;
        if (!oldOurs.AsSpan().SequenceEqual(oldTheirs)) return null;

        // What is left to differ is where each side put elements that both added: as far to the front as either has them, and by id.
        var before = new int[keys.Count];
        Array.Fill(before, int.MaxValue);
        foreach (var side in (int[][])[ours, theirs])
        {
            var passed = 0;
            foreach (var i in side)
            {
                if (keys[i].Base >= 0) passed++;
                else before[i] = Math.Min(before[i], passed);
            }
        }
        for (var i = 0; i < oldOurs.Length; i++) before[oldOurs[i]] = i;
        var byId = Comparer<int>.Create((a, b) => CompareIds(versions, keys[a], keys[b]));
        return [.. ours.OrderBy(i => before[i]).ThenBy(i => keys[i].Base >= 0).ThenBy(i => i, byId)];
    }

    /// <summary>The order of all elements that are kept.</summary>
    /// <param name="versions">The array's versions.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="shared">The order of those that both sides have.</param>
    /// <param name="isKept">Which are kept.</param>
    public static IEnumerable<int> Of(Versions versions, List<MergeKey> keys, int[] shared, Func<int, bool> isKept)
    {
        if (shared.Length == keys.Count) return shared.Where(isKept);
        var rank = new int[keys.Count];
        for (var i = 0; i < shared.Length; i++) rank[shared[i]] = i + 1;
        var inTheirs = new int[versions.Theirs.Count];
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].Theirs >= 0) inTheirs[keys[i].Theirs] = i;
        }
        var ours = Runs(Enumerable.Range(0, versions.Ours.Count), rank, isKept);
        var theirs = Runs(inTheirs, rank, isKept);
        var order = new List<int>(keys.Count);
        for (var place = 0; place <= shared.Length; place++)
        {
            if (place > 0 && isKept(shared[place - 1])) order.Add(shared[place - 1]);
            var left = ours.GetValueOrDefault(place);
            var right = theirs.GetValueOrDefault(place);
            if (left is not null && right is not null && CompareIds(versions, keys[left[0]], keys[right[0]]) > 0) (left, right) = (right, left);
            order.AddRange(left ?? []);
            order.AddRange(right ?? []);
        }
        return order;
    }

    // One side's own elements by how many of the shared order's they come after.
    private static Dictionary<int, List<int>> Runs(IEnumerable<int> side, int[] rank, Func<int, bool> isKept)
    {
        var runs = new Dictionary<int, List<int>>();
        var place = 0;
        foreach (var i in side)
        {
            if (rank[i] > 0) place = rank[i];
            else if (!isKept(i)) continue;
            else if (runs.TryGetValue(place, out var run)) run.Add(i);
            else runs.Add(place, [i]);
        }
        return runs;
    }

    // Numbers by what they are worth and before strings, else by bytes.
    private static int CompareIds(Versions versions, MergeKey a, MergeKey b)
    {
        var left = Id(versions, a);
        var right = Id(versions, b);
        if (IsNumber(left) != IsNumber(right)) return IsNumber(left) ? -1 : 1;
        var worth = IsNumber(left) ? Worth(left).CompareTo(Worth(right)) : 0;
        return worth != 0 ? worth : left.SequenceCompareTo(right);
    }

    private static ReadOnlySpan<byte> Id(Versions versions, MergeKey key)
    {
        var (source, index) = versions.Place(key);
        return source.Key(index);
    }

    private static bool IsNumber(ReadOnlySpan<byte> id) => id[0] is not ((byte)'"' or (byte)'\'');

    private static double Worth(ReadOnlySpan<byte> id) => double.Parse(id, NumberStyles.Float, CultureInfo.InvariantCulture);
}
