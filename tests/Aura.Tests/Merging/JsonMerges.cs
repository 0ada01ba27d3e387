using Aura.Engine;

namespace Aura.Tests.Merging;

/// <summary>Three-way merges of JSON documents.</summary>
public sealed class JsonMerges
{
    [Theory]
    // Objects.
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":3,\"b\":2}", "{\"a\":1,\"b\":4}", "{\"a\":3,\"b\":4}")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":3}", "{\"a\":1,\"b\":2,\"c\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"c\":3}", "{\"a\":1,\"b\":2}", "{\"a\":1}")]
    [InlineData("{\"a\":1}", "{}", "{}", "{}")]
    [InlineData("{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}")]
    [InlineData("{\"a\":{\"x\":1,\"y\":1}}", "{\"a\":{\"x\":2,\"y\":1}}", "{\"a\":{\"x\":1,\"y\":2}}", "{\"a\":{\"x\":2,\"y\":2}}")]
    [InlineData("{}", "{\"a\":{\"x\":1}}", "{\"a\":{\"y\":2}}", "{\"a\":{\"x\":1,\"y\":2}}")]
    [InlineData(null, "{\"x\":1,\"z\":0}", "{\"y\":2,\"z\":0}", "{\"x\":1,\"z\":0,\"y\":2}")]
    [InlineData("{\"a\":1,\"\":0}", "{\"\\u0061\":1,\"\":5}", "{\"a\":2,\"\":0}", "{\"\\u0061\":2,\"\":5}")]
    // Values that are taken as one.
    [InlineData("[1]", "[1,2]", "[1]", "[1,2]")]
    [InlineData("{\"a\":[1]}", "{ \"a\" : [ 1 ] }", "{\"a\":[1,\"\\u0031\"]}", "{\"a\":[1,\"\\u0031\"]}")]
    [InlineData("1", "1.0", "1", "1.0")]
    [InlineData("{\"a\":1,\"a\":2,\"b\":0}", "{\"a\":1,\"a\":2,\"b\":0}", "{\"a\":9}", "{\"a\":9}")]
    // Bytes that nobody touched.
    [InlineData("{\"a\":{ \"x\" : 1e0 },\"b\":1}", "{\"a\":{ \"x\" : 1e0 },\"b\":2}", "{\"a\":{ \"x\" : 1e0 },\"b\":1,\"c\":[ ]}", "{\"a\":{ \"x\" : 1e0 },\"b\":2,\"c\":[ ]}")]
    [InlineData("{\"a\":1,\"b\":1}", "{ \"a\":1, \"b\":2 }", "{\"b\":1,\"a\":1}", "{ \"a\":1, \"b\":2 }")]
    public void Changes_of_both_sides_are_merged(string? @base, string ours, string theirs, string expected)
    {
        var result = Merge(@base, ours, theirs);
        Assert.Empty(result.Conflicts);
        Assert.Equal(expected, result.Merged.ToString());
        Assert.Equal(CanonicalJson.Of(Payload.Parse(expected)), CanonicalJson.Of(Merge(@base, theirs, ours).Merged));
    }

    [Theory]
    [InlineData("[1,2,3]", "[1,2,3]", "[3,2,1]", "[3,2,1]")]
    [InlineData("[1,2,3]", "[1,3]", "[1,2]", "[1]")]
    [InlineData("[1,2,3]", "[3,1,2]", "[3,1,2]", "[3,1,2]")]
    [InlineData("[1,2]", "[1,2,3]", "[1,2,4]", "[1,2,3,4]")]
    [InlineData("[1,2]", "[1,2,9]", "[1,2,10]", "[1,2,9,10]")]
    [InlineData("[1,2]", "[1,2,\"x\"]", "[1,2,30]", "[1,2,30,\"x\"]")]
    [InlineData("[1,2]", "[7,5,1,2]", "[6,1,2,8]", "[6,7,5,1,2,8]")]
    [InlineData("[1,2,3]", "[1,9,2,3]", "[3,2,1]", "[3,2,1,9]")]
    [InlineData("[1,2,3]", "[1,2,9,3]", "[1,3]", "[1,9,3]")]
    [InlineData("[1,2]", "[1,3,2]", "[1,2,3]", "[1,3,2]")]
    [InlineData("[1,2]", "[1,2,4,3]", "[1,2,3,4]", "[1,2,3,4]")]
    [InlineData("[1,2]", "[2,1,5]", "[1,5,2]", "[2,1,5]")]
    [InlineData("[]", "[1,\"1\"]", "[\"\\u0031\",2]", "[1,\"1\",2]")]
    [InlineData(null, "[2,1]", "[3,2]", "[3,2,1]")]
    [InlineData("[]", "[\"\\ud800\"]", "[\"\\\\ud800\"]", "[\"\\\\ud800\",\"\\ud800\"]")]
    [InlineData("[1,2,3]", "[]", "[1,2,3]", "[]")]
    public void Arrays_of_things_are_merged_by_id(string? @base, string ours, string theirs, string expected)
    {
        foreach (var result in new[] { Merge(Things(@base), Things(ours)!, Things(theirs)!), Merge(Things(@base), Things(theirs)!, Things(ours)!) })
        {
            Assert.Empty(result.Conflicts);
            Assert.Equal(CanonicalJson.Of(Payload.Parse(Things(expected)!)), CanonicalJson.Of(result.Merged));
        }
    }

    [Fact]
    public void A_things_fields_are_merged_where_it_moved()
    {
        var result = Merge(
            """[{"id":1,"x":0,"y":0},{"id":2},{"id":3}]""", """[{"id":2},{"id":3},{"id":1,"x":5,"y":0}]""", """[{"id":1,"x":0,"y":7},{"id":2},{"id":3},{"id":4}]""");
        Assert.Empty(result.Conflicts);
        Assert.Equal("""[{"id":2},{"id":3},{"id":4},{"id":1,"x":5,"y":7}]""", result.Merged.ToString());
    }

    [Theory]
    [InlineData("1", "2", "3", "", "1", "2", "3")]
    [InlineData(null, "1", "2", "", null, "1", "2")]
    [InlineData("{\"a/b\":{\"~\":1}}", "{\"a/b\":{\"~\":2}}", "{\"a/b\":{\"~\":3}}", "/a~1b/~0", "1", "2", "3")]
    [InlineData("{\"a\":1}", "{}", "{\"a\":2}", "/a", "1", null, "2")]
    [InlineData("{\"a\":1}", "{\"a\":2}", "{}", "/a", "1", "2", null)]
    [InlineData("{}", "{\"\":1}", "{\"\":1.0}", "/", null, "1", "1.0")]
    [InlineData("{\"a\":1}", "{\"a\":{\"x\":1}}", "{\"a\":{\"y\":1}}", "/a", "1", "{\"x\":1}", "{\"y\":1}")]
    [InlineData("{\"a\":{}}", "{\"a\":[]}", "{\"a\":null}", "/a", "{}", "[]", "null")]
    [InlineData("{\"a\":[1]}", "{\"a\":[1,2]}", "{\"a\":[0,1]}", "/a", "[1]", "[1,2]", "[0,1]")]
    [InlineData("{\"a\":\"\\ud800\"}", "{\"a\":\"\\uD800\"}", "{\"a\":\"\\udc00\"}", "/a", "\"\\ud800\"", "\"\\uD800\"", "\"\\udc00\"")]
    [InlineData("[{\"a\":1,\"a\":2}]", "[{\"a\":1,\"a\":3}]", "[{\"a\":1,\"a\":4}]", "", "[{\"a\":1,\"a\":2}]", "[{\"a\":1,\"a\":3}]", "[{\"a\":1,\"a\":4}]")]
    // By id: the index in ours, else in theirs.
    [InlineData("[{\"id\":1},{\"id\":2,\"x\":0}]", "[{\"id\":2,\"x\":1},{\"id\":1}]", "[{\"id\":1},{\"id\":2,\"x\":2}]", "/0/x", "0", "1", "2")]
    [InlineData("[{\"id\":1},{\"id\":2,\"x\":0}]", "[{\"id\":1}]", "[{\"id\":1},{\"id\":2,\"x\":2}]", "/1", "{\"id\":2,\"x\":0}", null, "{\"id\":2,\"x\":2}")]
    [InlineData("[{\"id\":1,\"x\":0,\"x\":1}]", "[{\"id\":1,\"x\":0,\"x\":2}]", "[{\"id\":1,\"x\":0,\"x\":3}]", "/0", "{\"id\":1,\"x\":0,\"x\":1}", "{\"id\":1,\"x\":0,\"x\":2}", "{\"id\":1,\"x\":0,\"x\":3}")]
    [InlineData("[{\"id\":1},{\"id\":2},{\"id\":3}]", "[{\"id\":2},{\"id\":1},{\"id\":3}]", "[{\"id\":1},{\"id\":3},{\"id\":2}]", "", "[{\"id\":1},{\"id\":2},{\"id\":3}]", "[{\"id\":2},{\"id\":1},{\"id\":3}]", "[{\"id\":1},{\"id\":3},{\"id\":2}]")]
    // Not by id: an id twice, none, or one that is no scalar.
    [InlineData("[{\"id\":1}]", "[{\"id\":1},{\"id\":1}]", "[]", "", "[{\"id\":1}]", "[{\"id\":1},{\"id\":1}]", "[]")]
    [InlineData("[{\"id\":1}]", "[{\"id\":1},{}]", "[]", "", "[{\"id\":1}]", "[{\"id\":1},{}]", "[]")]
    [InlineData("[{\"id\":1}]", "[{\"id\":1},{\"id\":true}]", "[]", "", "[{\"id\":1}]", "[{\"id\":1},{\"id\":true}]", "[]")]
    [InlineData("[{\"id\":1}]", "[{\"id\":1},{\"id\":2,\"\\u0069d\":3}]", "[]", "", "[{\"id\":1}]", "[{\"id\":1},{\"id\":2,\"\\u0069d\":3}]", "[]")]
    public void What_both_changed_apart_is_a_conflict(string? @base, string ours, string theirs, string path, string? first, string? left, string? right)
    {
        var result = Merge(@base, ours, theirs);
        Assert.Equal([Conflict(path, first, left, right)], result.Conflicts);
        Assert.Empty(result.Resolved);
        Assert.Equal(CanonicalJson.Of(Payload.Parse(ours)), CanonicalJson.Of(result.Merged));
    }

    [Fact]
    public void Conflicts_come_in_the_documents_order()
    {
        var result = Merge(
            """{"a":1,"b":{"c":1,"d":1},"e":[{"id":1,"x":1},{"id":2,"x":1}],"f":1,"g":1}""",
            """{"g":2,"b":{"d":2,"c":2},"e":[{"id":2,"x":2},{"id":1,"x":2}],"f":1}""",
            """{"a":3,"b":{"c":3,"d":3},"e":[{"id":1,"x":3},{"id":2,"x":3}],"f":1,"g":3}""");
        Assert.Equal(["/g", "/b/d", "/b/c", "/e/0/x", "/e/1/x", "/a"], result.Conflicts.Select(c => c.Path));
    }

    [Fact]
    public void An_answer_stands_where_the_conflict_was()
    {
        var asked = new List<string>();
        var result = Merge("""{"a":1,"b":1,"c":1,"d":1,"e":1}""", """{"a":2,"b":2,"c":2,"e":2}""", """{"a":3,"b":3,"c":3,"d":3}""", c =>
        {
            asked.Add(c.Path);
            return c.Path switch
            {
                "/a" => MergeResolution.Of(Payload.Parse("{ \"both\" : [2,3] }")),
                "/b" => MergeResolution.Removed,
                "/d" => MergeResolution.Of(c.Theirs!),
                "/e" => MergeResolution.Removed,
                _ => null,
            };
        });
        Assert.Equal("""{"a":{ "both" : [2,3] },"c":2,"d":3}""", result.Merged.ToString());
        Assert.Equal([Conflict("/c", "1", "2", "3")], result.Conflicts);
        Assert.Equal(["/a", "/b", "/e", "/d"], result.Resolved.Select(c => c.Path));
        Assert.Equal(["/a", "/b", "/c", "/e", "/d"], asked);
    }

    [Fact]
    public void An_answer_stands_in_an_array_by_id()
    {
        const string @base = """[{"id":1,"x":1},{"id":2},{"id":3,"x":1}]""";
        var result = Merge(@base, """[{"id":1,"x":2},{"id":2}]""", """[{"id":2},{"id":3,"x":3}]""", c => c.Ours is null ? MergeResolution.Of(c.Theirs!) : MergeResolution.Removed);
        Assert.Equal("""[{"id":2},{"id":3,"x":3}]""", result.Merged.ToString());
        Assert.Equal(2, result.Resolved.Count);
    }

    [Fact]
    public void An_answer_for_the_whole_document_is_a_value_of_at_most_64_levels()
    {
        Assert.Equal("[4]", Merge("1", "2", "3", _ => MergeResolution.Of(Payload.Parse("[4]"))).Merged.ToString());
        var removed = Assert.Throws<InvalidInputException>(() => Merge("1", "2", "3", _ => MergeResolution.Removed));
        Assert.Equal(("resolution", "The whole document cannot be removed: a resolution of the path '' must hold a value."), (removed.Field, removed.Message));
        var deep = MergeResolution.Of(Payload.Parse(new string('[', 64) + new string(']', 64)));
        Assert.Equal(deep.Value, Merge("1", "2", "3", _ => deep).Merged);
        var error = Assert.Throws<InvalidInputException>(() => Merge("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", _ => deep));
        Assert.Equal(("resolution", "The resolution of '/a' nests the document deeper than the 64 levels that are allowed."), (error.Field, error.Message));
    }

    [Fact]
    public void Documents_64_deep_are_merged()
    {
        string Deep(string inner) => string.Concat(Enumerable.Repeat("{\"a\":", 63)) + inner + new string('}', 63);
        var result = Merge(Deep("{\"x\":1,\"y\":1}"), Deep("{\"x\":2,\"y\":1}"), Deep("{\"x\":1,\"y\":2}"));
        Assert.Empty(result.Conflicts);
        Assert.Equal(Deep("{\"x\":2,\"y\":2}"), result.Merged.ToString());
    }

    [Fact]
    public void Large_objects_and_arrays_are_merged_key_by_key()
    {
        string Document(Func<int, int> value, bool backwards)
        {
            var numbers = Enumerable.Range(0, 2000);
            if (backwards) numbers = numbers.Reverse();
            return $"{{\"o\":{{{string.Join(',', numbers.Select(i => $"\"k{i}\":{value(i)}"))}}},\"l\":[{string.Join(',', numbers.Select(i => $"{{\"id\":\"{i}\",\"v\":{value(i)}}}"))}]}}";
        }
        var result = Merge(Document(_ => 0, false), Document(i => i % 2, true), Document(i => i % 3 == 0 && i % 2 == 0 ? 5 : 0, false));
        Assert.Empty(result.Conflicts);
        Assert.Equal(Document(i => i % 2 == 1 ? 1 : i % 3 == 0 ? 5 : 0, true), result.Merged.ToString());
    }

    private static JsonMergeResult Merge(string? @base, string ours, string theirs, Func<MergeConflict, MergeResolution?>? resolve = null) =>
        JsonMerge.Merge(Optional(@base), Payload.Parse(ours), Payload.Parse(theirs), resolve);

    private static MergeConflict Conflict(string path, string? @base, string? ours, string? theirs) =>
        new() { Path = path, Base = Optional(@base), Ours = Optional(ours), Theirs = Optional(theirs) };

    private static Payload? Optional(string? json) => json is null ? null : Payload.Parse(json);

    // [1,2] as [{"id":1},{"id":2}].
    private static string? Things(string? ids) => ids is null or "[]" ? ids : $"[{{\"id\":{ids[1..^1].Replace(",", "},{\"id\":", StringComparison.Ordinal)}}}]";
}
