using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// Writes what turns one JSON value into another as a JSON Patch (RFC 6902) of <c>add</c>, <c>remove</c> and <c>replace</c>. The order of
/// an object's keys is no difference, a number's spelling is. Where a whole value takes fewer bytes than its differences it is replaced.
/// </summary>
public static class JsonDiff
{
    /// <summary>
    /// The patch that turns <paramref name="from"/> into <paramref name="to"/>; <c>[]</c> if they are equal. A patch holds values two
    /// levels deep, and so may be nested two levels deeper than a payload is when it is checked.
    /// </summary>
    public static Payload Between(Payload from, Payload to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        using var old = from.Open();
        using var @new = to.Open();
        var walk = new Walk();
        walk.Compare(old.RootElement, @new.RootElement);
        return walk.ToPatch();
    }

    private sealed class Walk
    {
        private readonly JsonBuffer _patch = new();
        private readonly JsonBuffer _path = new();

        public Walk() => _patch.Append((byte)'[');

        public Payload ToPatch()
        {
            _patch.Append((byte)']');
            return _patch.ToPayload();
        }

        public void Compare(JsonElement from, JsonElement to)
        {
            if (JsonValues.Same(from, to)) return;
            var start = _patch.Length;
            if (from.ValueKind == JsonValueKind.Array && to.ValueKind == JsonValueKind.Array)
            {
                CompareArrays([.. from.EnumerateArray()], [.. to.EnumerateArray()]);
            }
            else if (from.ValueKind == JsonValueKind.Object && to.ValueKind == JsonValueKind.Object
                && KeyedValues.OfObject(from) is { } old && KeyedValues.OfObject(to) is { } @new)
            {
                CompareMembers(old, @new);
            }
            else
            {
                if (!JsonValues.Equal(from, to)) Write("replace"u8, to);
                return;
            }
            var differences = _patch.Length - start;
            if (differences == 0) return;
            var end = _patch.Length;
            Write("replace"u8, to);
            // Alone in the patch it would have no comma before it.
            var whole = _patch.Length - end - (start == 1 ? 1 : 0);
            if (whole >= differences)
            {
                _patch.CutTo(end);
                return;
            }
            _patch.CutTo(start);
            Write("replace"u8, to);
        }

        private void CompareMembers(KeyedValues from, KeyedValues to)
        {
            var guess = 0;
            for (var i = 0; i < from.Count; i++)
            {
                var found = to.Find(from.Key(i), guess);
                var parent = Enter(from.Key(i));
                if (found < 0) Write("remove"u8, default);
                else Compare(from.Value(i), to.Value(found));
                _path.CutTo(parent);
                guess = found < 0 ? guess : found + 1;
            }
            guess = 0;
            for (var i = 0; i < to.Count; i++)
            {
                var found = from.Find(to.Key(i), guess);
                guess = found < 0 ? guess : found + 1;
                if (found >= 0) continue;
                var parent = Enter(to.Key(i));
                Write("add"u8, to.Value(i));
                _path.CutTo(parent);
            }
        }

        // Operations apply one after the other, so an index counts what those before it have left.
        private void CompareArrays(JsonElement[] from, JsonElement[] to)
        {
            var at = 0;
            foreach (var (old, @new) in ArrayAlignment.Of(from, to))
            {
                var parent = Enter(at);
                if (@new < 0) Write("remove"u8, default);
                else if (old < 0) Write("add"u8, to[@new]);
                else Compare(from[old], to[@new]);
                _path.CutTo(parent);
                if (@new >= 0) at++;
            }
        }

        private int Enter(ReadOnlySpan<byte> name)
        {
            var parent = _path.Length;
            _path.Append((byte)'/');
            JsonText.AppendToken(_path, name);
            return parent;
        }

        private int Enter(int index)
        {
            var parent = _path.Length;
            _path.Append((byte)'/');
            _path.Append(index);
            return parent;
        }

        private void Write(ReadOnlySpan<byte> operation, JsonElement value)
        {
            if (_patch.Length > 1) _patch.Append((byte)',');
            _patch.Append("{\"op\":\""u8);
            _patch.Append(operation);
            _patch.Append("\",\"path\":\""u8);
            _patch.Append(_path.Written);
            _patch.Append((byte)'"');
            if (value.ValueKind != JsonValueKind.Undefined)
            {
                _patch.Append(",\"value\":"u8);
                _patch.Append(JsonValues.Raw(value));
            }
            _patch.Append((byte)'}');
        }
    }
}
