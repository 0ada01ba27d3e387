using System.Text;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>Applies a JSON Patch (RFC 6902). What no operation touches keeps its bytes.</summary>
public static class JsonPatch
{
    // An operation holds its value two levels deep.
    private const int PatchDepth = Payload.MaxDepth + 2;

    // Copies of copies double with every operation.
    private const long MostCopied = 64 << 20;

    /// <summary>The document after all operations, one after the other.</summary>
    /// <exception cref="InvalidInputException">An operation is malformed or fails, or nests the document deeper than 64.</exception>
    public static Payload Apply(Payload document, Payload patch)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(patch);
        using var before = document.Open();
        using var operations = JsonDocument.Parse(patch.Utf8, new JsonDocumentOptions { MaxDepth = PatchDepth });
        if (operations.RootElement.ValueKind != JsonValueKind.Array)
            throw new InvalidInputException("patch", $"Patch is {Kind(operations.RootElement)}: it must be an array of operations.");
        var run = new Run(PatchNode.Of(before.RootElement), operations.RootElement.GetArrayLength());
        foreach (var operation in operations.RootElement.EnumerateArray()) run.Apply(operation);
        return run.Number == 0 ? document : run.Root.ToPayload();
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object", JsonValueKind.Array => "an array", JsonValueKind.String => "a string", JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null", _ => "true or false",
    };

    private sealed class Run(PatchNode root, int operations)
    {
        private long _copied;
        private string _what = "";

        public PatchNode Root { get; private set; } = root;

        public int Number { get; private set; }

        public void Apply(JsonElement operation)
        {
            Number++;
            _what = "";
            if (operation.ValueKind != JsonValueKind.Object) throw Refuse($"it is {Kind(operation)}, and must be an object");
            var name = Text(operation, "op"u8, "op");
            _what = $" ({name})";
            if (name is not ("add" or "remove" or "replace" or "move" or "copy" or "test"))
                throw Refuse("its 'op' is unknown: add, remove, replace, move, copy and test are allowed");
            var path = Pointer(operation, "path"u8, "path");
            _what = $" ({name} \"{path}\")";
            switch (name)
            {
                case "add":
                    Add(path, PatchNode.Of(Value(operation)));
                    break;
                case "remove":
                    Remove(path);
                    break;
                case "replace":
                    Replace(path, PatchNode.Of(Value(operation)));
                    break;
                case "move":
                    Move(Pointer(operation, "from"u8, "from"), path);
                    break;
                case "copy":
                    Copy(Pointer(operation, "from"u8, "from"), path);
                    break;
                default:
                    if (!Find(path).Is(Value(operation))) throw Refuse("the value there is another than the one it must be");
                    break;
            }
        }

        private void Add(JsonPointer path, PatchNode value) => Put(path, value, () => Parent(path, changes: true).Add(path.Last, value));

        private void Replace(JsonPointer path, PatchNode value) => Put(path, value, () => Parent(path, changes: true).Replace(path.Last, value));

        private void Put(JsonPointer path, PatchNode value, Action put)
        {
            if (path.Depth + value.Depth() > Payload.MaxDepth)
                throw Refuse($"the document would be nested deeper than the {Payload.MaxDepth} levels that are allowed");
            if (path.Depth == 0) Root = value;
            else Try(put);
        }

        private PatchNode Remove(JsonPointer path)
        {
            if (path.Depth == 0) throw Refuse("the whole document cannot be removed, only replaced");
            return Try(() => Parent(path, changes: true).Remove(path.Last));
        }

        private void Move(JsonPointer from, JsonPointer path)
        {
            if (from.Encloses(path)) throw Refuse($"a value cannot be moved into itself, and \"{from}\" encloses it");
            Find(from);
            if (from.ToString() != path.ToString()) Add(path, Remove(from));
        }

        private void Copy(JsonPointer from, JsonPointer path)
        {
            var value = Find(from).Copy();
            _copied += value.Size();
            if (_copied > MostCopied) throw Refuse($"the patch copies more than the {MostCopied:N0} bytes that are allowed");
            Add(path, value);
        }

        private PatchNode Find(JsonPointer path) => path.Depth == 0 ? Root : Try(() => Parent(path, changes: false).Child(path.Last));

        private PatchNode Parent(JsonPointer path, bool changes)
        {
            var node = Root;
            foreach (var token in path.Parents)
            {
                if (changes) node.Change();
                node = node.Child(token);
            }
            if (changes) node.Change();
            return node;
        }

        private T Try<T>(Func<T> step)
        {
            try
            {
                return step();
            }
            catch (FormatException e)
            {
                throw Refuse(e.Message);
            }
        }

        private void Try(Action step) => Try(() =>
        {
            step();
            return true;
        });

        private JsonElement Value(JsonElement operation) =>
            Member(operation, "value"u8, "value") ?? throw Refuse("its 'value' is missing: any JSON is allowed");

        private JsonPointer Pointer(JsonElement operation, ReadOnlySpan<byte> name, string spelled)
        {
            var text = Text(operation, name, spelled);
            return JsonPointer.TryParse(text) ?? throw Refuse(
                $"its '{spelled}' \"{text}\" is no JSON Pointer: it must be empty or begin with '/', and '~' must be followed by 0 or 1");
        }

        private string Text(JsonElement operation, ReadOnlySpan<byte> name, string spelled)
        {
            var value = Member(operation, name, spelled) ?? throw Refuse($"its '{spelled}' is missing: it must be a string");
            if (value.ValueKind != JsonValueKind.String) throw Refuse($"its '{spelled}' is {Kind(value)}: it must be a string");
            var text = JsonText.Unescape(JsonValues.Raw(value)[1..^1])
                ?? throw Refuse($"its '{spelled}' holds half a surrogate pair: it must be well-formed Unicode");
            return Encoding.UTF8.GetString(text);
        }

        private JsonElement? Member(JsonElement operation, ReadOnlySpan<byte> name, string spelled)
        {
            JsonElement? value = null;
            foreach (var member in operation.EnumerateObject())
            {
                if (!KeyedValues.IsCalled(member, name)) continue;
                if (value is not null) throw Refuse($"it has '{spelled}' twice: once is allowed");
                value = member.Value;
            }
            return value;
        }

        private InvalidInputException Refuse(string why) => new("patch", $"Operation {Number} of {operations}{_what}: {why}.");
    }
}
