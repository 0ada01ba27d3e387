using System.Text.Json;

namespace Aura.Engine;

/// <summary>The versions of an object by name, or of an array by id.</summary>
internal sealed record Versions(KeyedValues? Base, KeyedValues Ours, KeyedValues Theirs)
{
    /// <summary>Makes tables of all versions; null if one of those that are there cannot be one. The base may be absent.</summary>
    public static Versions? Of(Func<JsonElement, KeyedValues?> table, JsonElement @base, JsonElement ours, JsonElement theirs)
    {
        KeyedValues? first = null;
        if (@base.ValueKind != JsonValueKind.Undefined && (first = table(@base)) is null) return null;
        return table(ours) is { } left && table(theirs) is { } right ? new Versions(first, left, right) : null;
    }

    /// <summary>All keys, in the order of ours, and after them those that ours lacks, in the order of theirs.</summary>
    public List<MergeKey> Align()
    {
        var keys = new List<MergeKey>(Math.Max(Ours.Count, Theirs.Count));
        var (inBase, inTheirs, inOurs) = (0, 0, 0);
        for (var i = 0; i < Ours.Count; i++)
        {
            var key = Ours.Key(i);
            keys.Add(new MergeKey(Find(Base, key, ref inBase), i, Find(Theirs, key, ref inTheirs)));
        }
        inBase = 0;
        for (var i = 0; i < Theirs.Count; i++)
        {
            var key = Theirs.Key(i);
            if (Find(Ours, key, ref inOurs) < 0) keys.Add(new MergeKey(Find(Base, key, ref inBase), -1, i));
        }
        return keys;
    }

    /// <summary>The version that names a key: ours if it has it, else theirs.</summary>
    public (KeyedValues Source, int Index) Place(MergeKey key) => key.Ours >= 0 ? (Ours, key.Ours) : (Theirs, key.Theirs);

    // Versions are mostly in one order, so a key is looked for after the last one that was found.
    private static int Find(KeyedValues? table, ReadOnlySpan<byte> key, ref int next)
    {
        var found = table?.Find(key, next) ?? -1;
        if (found >= 0) next = found + 1;
        return found;
    }
}
