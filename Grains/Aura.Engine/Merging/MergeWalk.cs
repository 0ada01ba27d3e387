using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>Walks down three versions of a document at once. A version that lacks a value has an undefined element there.</summary>
internal sealed class MergeWalk(Func<MergeConflict, MergeResolution?>? resolve)
{
    // The way to the values at hand. Names are read from their tables only when a conflict has to be named.
    private readonly List<(KeyedValues Source, int Index)> _path = [];
    private readonly List<MergeConflict> _conflicts = [];
    private readonly List<MergeConflict> _resolved = [];

    public IReadOnlyList<MergeConflict> Conflicts => _conflicts;

    public IReadOnlyList<MergeConflict> Resolved => _resolved;

    public MergedValue Merge(JsonElement @base, JsonElement ours, JsonElement theirs)
    {
        if (JsonValues.Same(ours, theirs)) return new MergedValue(true, true, ours);
        if (JsonValues.Same(@base, ours)) return new MergedValue(false, true, theirs);
        if (JsonValues.Same(@base, theirs)) return new MergedValue(true, false, ours);
        if (AllAre(JsonValueKind.Object, @base, ours, theirs) && Versions.Of(KeyedValues.OfObject, @base, ours, theirs) is { } members)
            return MergeMembers(members, ours, theirs);
        if (AllAre(JsonValueKind.Array, @base, ours, theirs) && Versions.Of(KeyedValues.OfArray, @base, ours, theirs) is { } elements)
            return MergeElements(elements, @base, ours, theirs);
        if (JsonValues.Equal(ours, theirs)) return new MergedValue(true, true, ours);
        if (JsonValues.Equal(@base, ours)) return new MergedValue(false, true, theirs);
        if (JsonValues.Equal(@base, theirs)) return new MergedValue(true, false, ours);
        return Conflict(@base, ours, theirs);
    }

    private static bool AllAre(JsonValueKind kind, JsonElement @base, JsonElement ours, JsonElement theirs) =>
        ours.ValueKind == kind && theirs.ValueKind == kind && (@base.ValueKind == kind || @base.ValueKind == JsonValueKind.Undefined);

    private MergedValue MergeMembers(Versions versions, JsonElement ours, JsonElement theirs)
    {
        var keys = versions.Align();
        var parts = new MergedParts(isArray: false, keys.Count);
        var (isOurs, isTheirs) = (true, true);
        foreach (var key in keys)
        {
            var value = MergeKey(versions, key);
            isOurs &= value.IsOurs;
            isTheirs &= value.IsTheirs;
            var (source, index) = versions.Place(key);
            parts.Add(source, index, value);
        }
        return Whole(isOurs, isTheirs, ours, theirs, parts);
    }

    private MergedValue MergeElements(Versions versions, JsonElement @base, JsonElement ours, JsonElement theirs)
    {
        var keys = versions.Align();
        if (MergeOrder.Shared(versions, keys) is not { } shared) return Conflict(@base, ours, theirs);
        var values = new MergedValue[keys.Count];
        for (var i = 0; i < keys.Count; i++) values[i] = MergeKey(versions, keys[i]);
        var parts = new MergedParts(isArray: true, keys.Count);
        var (isOurs, isTheirs) = (values.All(v => v.IsOurs), values.All(v => v.IsTheirs));
        var (inOurs, inTheirs) = (0, 0);
        foreach (var i in MergeOrder.Of(versions, keys, shared, i => !values[i].IsAbsent))
        {
            isOurs &= keys[i].Ours == inOurs++;
            isTheirs &= keys[i].Theirs == inTheirs++;
            var (source, index) = versions.Place(keys[i]);
            parts.Add(source, index, values[i]);
        }
        return Whole(isOurs, isTheirs, ours, theirs, parts);
    }

    // A value that came out as one side has it is written as that side wrote it.
    private static MergedValue Whole(bool isOurs, bool isTheirs, JsonElement ours, JsonElement theirs, MergedParts parts) =>
        isOurs || isTheirs ? new MergedValue(isOurs, isTheirs, isOurs ? ours : theirs) : new MergedValue(false, false, default, null, parts);

    private MergedValue MergeKey(Versions versions, MergeKey key)
    {
        _path.Add(versions.Place(key));
        var value = Merge(
            key.Base < 0 ? default : versions.Base!.Value(key.Base),
            key.Ours < 0 ? default : versions.Ours.Value(key.Ours),
            key.Theirs < 0 ? default : versions.Theirs.Value(key.Theirs));
        _path.RemoveAt(_path.Count - 1);
        return value;
    }

    private MergedValue Conflict(JsonElement @base, JsonElement ours, JsonElement theirs)
    {
        var conflict = new MergeConflict { Path = Path(), Base = Copy(@base), Ours = Copy(ours), Theirs = Copy(theirs) };
        if (resolve?.Invoke(conflict) is not { } resolution)
        {
            _conflicts.Add(conflict);
            return new MergedValue(true, false, ours);
        }
        _resolved.Add(conflict);
        if (resolution.Value is { } given && _path.Count + JsonValues.Depth(given.Utf8.Span) > Payload.MaxDepth)
        {
            throw new InvalidInputException(
                "resolution", $"The resolution of '{conflict.Path}' nests the document deeper than the {Payload.MaxDepth} levels that are allowed.");
        }
        return new MergedValue(false, false, default, resolution.Value);
    }

    private static Payload? Copy(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : Payload.FromStore(JsonValues.Raw(value).ToArray());

    private string Path()
    {
        var path = new StringBuilder();
        foreach (var (source, index) in _path)
        {
            path.Append('/');
            if (source.IsArray) path.Append(CultureInfo.InvariantCulture, $"{index}");
            else path.Append(JsonText.Token(source.Key(index)));
        }
        return path.ToString();
    }
}
