using System.Text.Json;
using Aura.Engine;

namespace Aura.Tests.Merging;

/// <summary>Differences of two JSON values.</summary>
public sealed class JsonDiffs
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":[true,\"x\"]}", "{ \"b\" : [ true , \"\\u0078\" ], \"\\u0061\":1}")]
    [InlineData("\"\\ud83d\\ude00\\/\\n\"", "\"😀/\\u000a\"")]
    [InlineData("[]", "[ ]")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    public void What_is_equal_has_no_difference(string from, string to) => Assert.Equal("[]", Between(from, to));

    [Theory]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}", """[{"op":"replace","path":"/b","value":3}]""")]
    [InlineData("{\"a\":111111111111111111,\"b\":2}", "{\"a\":111111111111111111}", """[{"op":"remove","path":"/b"}]""")]
    [InlineData("{\"long\":\"long enough to stay\"}", "{\"long\":\"long enough to stay\",\"b\":2}", """[{"op":"add","path":"/b","value":2}]""")]
    [InlineData("1", "1.0", """[{"op":"replace","path":"","value":1.0}]""")]
    [InlineData("1", "1e0", """[{"op":"replace","path":"","value":1e0}]""")]
    [InlineData("[1]", "{\"a\":1}", """[{"op":"replace","path":"","value":{"a":1}}]""")]
    [InlineData("true", "false", """[{"op":"replace","path":"","value":false}]""")]
    [InlineData("null", "0", """[{"op":"replace","path":"","value":0}]""")]
    public void A_difference_says_what_changed(string from, string to, string patch) => Assert.Equal(patch, Between(from, to));

    [Theory]
    [InlineData("a/b", "/a~1b")]
    [InlineData("m~n", "/m~0n")]
    [InlineData("~1", "/~01")]
    [InlineData("", "/")]
    [InlineData("q\\\"\\\\\\u0001\\n", "/q\\\"\\\\\\u0001\\u000a")]
    [InlineData("\\u00e9\\/", "/é~1")]
    public void A_path_escapes_names(string name, string path) => Assert.Equal(
        $"[{{\"op\":\"replace\",\"path\":\"{path}\",\"value\":1}}]", Between($"{{\"{name}\":0,\"other\":\"{new string('x', 100)}\"}}", $"{{\"other\":\"{new string('x', 100)}\",\"{name}\":1}}"));

    [Theory]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", "[1,2,3,4,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", """[{"op":"remove","path":"/4"}]""")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]", "[1,2,3,4,5,6,7,0,8,9,10,11,12,13,14,15,16,17,18,19,20]", """[{"op":"add","path":"/7","value":0}]""")]
    [InlineData(
        "[\"the first of all\",\"the second\",\"the third of them\",\"the fourth of them\",\"the fifth of them, which is the longest of all of them by far\"]",
        "[\"the second\",\"the third of them\",\"6\",\"the fifth of them, which is the longest of all of them by far\",7]",
        """[{"op":"remove","path":"/0"},{"op":"replace","path":"/2","value":"6"},{"op":"add","path":"/4","value":7}]""")]
    [InlineData(
        """[1,{"a":"an object that is rather long","b":"A"},["an array that is rather long, too"],2]""",
        """[{"b":"\u0041","a":"an object that is rather long"},3,["\u0061n array that is rather long, too"]]""",
        """[{"op":"remove","path":"/0"},{"op":"add","path":"/1","value":3},{"op":"remove","path":"/3"}]""")]
    public void Elements_that_stay_are_not_written(string from, string to, string patch) => Assert.Equal(patch, Between(from, to));

    [Fact]
    public void A_changed_element_is_entered()
    {
        var from = Enumerable.Range(0, 50).Select(i => $"{{\"name\":\"thing {i}\",\"size\":{i}}}").ToList();
        List<string> to = [.. from];
        to[20] = to[20].Replace("\"size\":20", "\"size\":21", StringComparison.Ordinal);
        to.RemoveAt(5);
        to.Insert(40, "null");
        Assert.Equal(
            """[{"op":"remove","path":"/5"},{"op":"replace","path":"/19/size","value":21},{"op":"add","path":"/40","value":null}]""",
            Between($"[{string.Join(',', from)}]", $"[{string.Join(',', to)}]"));
    }

    [Fact]
    public void Small_changes_of_a_large_document_make_a_small_patch()
    {
        var from = $"{{{string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"key {i}\":{{\"values\":[{i},{{\"deep\":[\"x\",{i}]}}]}}"))}}}";
        var to = from.Replace("[\"x\",2500]", "[\"x\",0,2500]", StringComparison.Ordinal).Replace("\"key 1\":", "\"key one\":", StringComparison.Ordinal);
        var patch = Between(from, to);
        Assert.Equal(CanonicalJson.Of(Payload.Parse(to)), CanonicalJson.Of(JsonPatch.Apply(Payload.Parse(from), Payload.Parse(patch))));
        Assert.True(patch.Length < 250, patch);
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1, \"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "{\"a\":1}")]
    [InlineData("{\"\\ud800\":1}", "{\"\\ud800\":2}")]
    [InlineData("[{\"\\ud800\":1},3]", "[{\"\\ud800x\":1},3]")]
    [InlineData("{\"x\":\"\\ud800\"}", "{\"x\":\"\\udc00\"}")]
    [InlineData("\"\\ud800\"", "\"\\uD800\"")]
    [InlineData("\"\\udc00\"", "\"?\"")]
    [InlineData("{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"i\":2}", "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":2,\"i\":1}")]
    [InlineData("{\"k\":{\"a\":1,\"a\":2}}", "{\"k\":{\"a\":2}}")]
    public void What_is_no_text_or_there_twice_is_replaced_by_its_bytes(string from, string to) =>
        Assert.Equal(to, JsonPatch.Apply(Payload.Parse(from), Payload.Parse(Between(from, to))).ToString());

    [Fact]
    public void Two_values_64_deep_are_compared()
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var lead = string.Concat(Enumerable.Repeat(open, 64));
            var tail = string.Concat(Enumerable.Repeat(close, 64));
            var from = Payload.Parse($"{lead}1{tail}");
            foreach (var to in (Payload[])[Payload.Parse($"{lead}2{tail}"), Payload.Parse("[]")])
            {
                Assert.Equal(to, JsonPatch.Apply(from, JsonDiff.Between(from, to)));
                Assert.Equal(from, JsonPatch.Apply(to, JsonDiff.Between(to, from)));
            }
        }
    }

    [Fact]
    public void Arrays_too_long_for_a_common_subsequence_are_compared_in_turn()
    {
        var from = $"[{string.Join(',', Enumerable.Range(0, 3000))}]";
        var to = $"[{string.Join(',', Enumerable.Range(0, 3000).Select(i => i % 1000 == 500 ? -i : i).Concat([7]))}]";
        Assert.Equal(
            """[{"op":"replace","path":"/500","value":-500},{"op":"replace","path":"/1500","value":-1500},{"op":"replace","path":"/2500","value":-2500},"""
            + """{"op":"add","path":"/3000","value":7}]""",
            Between(from, to));
    }

    [Fact]
    public void A_patch_is_valid_JSON()
    {
        using var patch = JsonDocument.Parse(Between("{\"\\u0000\":1,\"long\":\"long enough to stay, and then some\"}", "{\"long\":\"long enough to stay, and then some\"}"));
        Assert.Equal("/\0", patch.RootElement[0].GetProperty("path").GetString());
    }

    private static string Between(string from, string to) => JsonDiff.Between(Payload.Parse(from), Payload.Parse(to)).ToString();
}
