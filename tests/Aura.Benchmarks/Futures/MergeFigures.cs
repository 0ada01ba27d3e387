using System.Text;
using System.Text.Json.Nodes;
using Aura.Engine;

namespace Aura.Benchmarks;

/// <summary>How long a merge of two large documents takes.</summary>
internal static class MergeFigures
{
    private const int Rounds = 15;
    private const int Topics = 40;
    private const int Items = 1620;
    private const int ChangesOfOneSide = 500;

    /// <summary>Merges two documents of 1 MB with 500 changes of each side, and reads, compares and writes them plainly.</summary>
    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        var @base = Document(_ => false);
        var ours = Document(i => i % 6 == 0);
        var theirs = Document(i => i % 6 == 3);
        Check(JsonMerge.Merge(@base, ours, theirs));
        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds,
            () =>
            {
                if (JsonMerge.Merge(@base, ours, theirs).Conflicts.Count > 0) throw new InvalidOperationException("The changes are not disjoint.");
                return Task.CompletedTask;
            },
            () =>
            {
                if (Plain(ours, theirs) != 2 * ChangesOfOneSide) throw new InvalidOperationException("The plain way sees other changes.");
                return Task.CompletedTask;
            });
        var name = $"merge of {ours.Length / 1e6:0.0} MB with {2 * ChangesOfOneSide:N0} changes";
        return
        [
            Measurement.Within(name, seconds[0] * 1e3, "ms", 100),
            Measurement.AtMost(name, seconds[0] * 1e3, "ms", "JsonNode: read, compare, write", seconds[1] * 1e3, 2),
        ];
    }

    // Half of it named members two levels down, half an array of things with ids; each as an agent's memory would hold them.
    private static Payload Document(Func<int, bool> isChanged)
    {
        var left = 2 * ChangesOfOneSide;
        var text = new StringBuilder("""{"agent":"explorer","facts":{""");
        for (var i = 0; i < Items; i++)
        {
            if (i % (Items / Topics) == 0) text.Append(i == 0 ? "" : "},").Append($"\"topic-{i}\":{{");
            else text.Append(',');
            text.Append($"\"fact-{i}\":").Append(Item(i));
        }
        text.Append("}},\"events\":[");
        for (var i = Items; i < 2 * Items; i++) text.Append(i == Items ? "" : ",").Append(Item(i));
        return Payload.Parse(text.Append("]}").ToString());

        string Item(int i)
        {
            // Every third item is changed by one side or the other until there are enough.
            var changed = i % 3 == 0 && left-- > 0 && isChanged(i);
            return $$"""{"id":{{i}},"kind":"observation","confidence":{{(changed ? "0.5" : "0.75")}},"tags":["a{{i % 7}}","b{{i % 11}}","c"],"at":"""
                + $$"""{"place":"room {{i % 100}}","x":{{i * 31 % 1000}}.25,"y":{{i * 17 % 1000}}.5},"""
                + $$""" "notes":"{{new string((char)('a' + i % 26), 160)}} é \"{{i}}\""}""";
        }
    }

    private static void Check(JsonMergeResult result)
    {
        if (!result.Merged.Equals(Document(_ => true))) throw new InvalidOperationException("The merge lost a change.");
    }

    private static int Plain(Payload ours, Payload theirs)
    {
        var left = JsonNode.Parse(ours.Utf8.Span)!;
        var right = JsonNode.Parse(theirs.Utf8.Span)!;
        var paths = new List<string>();
        Compare(left, right, paths);
        return left.ToJsonString().Length > 0 ? paths.Count : 0;
    }

    private static void Compare(JsonNode? left, JsonNode? right, List<string> paths)
    {
        if (left is JsonObject ours && right is JsonObject theirs)
        {
            foreach (var (name, value) in ours) Compare(value, theirs[name], paths);
        }
        else if (left is JsonArray our && right is JsonArray their)
        {
            for (var i = 0; i < our.Count; i++) Compare(our[i], their[i], paths);
        }
        else if (!JsonNode.DeepEquals(left, right))
        {
            paths.Add(left!.GetPath());
        }
    }
}
