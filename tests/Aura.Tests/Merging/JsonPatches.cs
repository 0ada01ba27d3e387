using Aura.Engine;

namespace Aura.Tests.Merging;

/// <summary>JSON Patch: the cases of RFC 6902's appendix A first, each in its own words.</summary>
public sealed class JsonPatches
{
    private static readonly string Deep63 = new string('[', 63) + new string(']', 63);

    [Theory]
    // A.1 to A.7: members and elements are added, removed, replaced and moved.
    [InlineData("""{"k":"v"}""", """[{"op":"add","path":"/n","value":1}]""", """{"k":"v","n":1}""")]
    [InlineData("""{"l":[1,3]}""", """[{"op":"add","path":"/l/1","value":2}]""", """{"l":[1,2,3]}""")]
    [InlineData("""{"x":1,"y":2}""", """[{"op":"remove","path":"/x"}]""", """{"y":2}""")]
    [InlineData("""{"l":[1,2,3]}""", """[{"op":"remove","path":"/l/1"}]""", """{"l":[1,3]}""")]
    [InlineData("""{"x":1,"y":2}""", """[{"op":"replace","path":"/x","value":"new"}]""", """{"x":"new","y":2}""")]
    [InlineData("""{"p":{"q":1,"r":2},"s":{"t":3}}""", """[{"op":"move","from":"/p/q","path":"/s/u"}]""", """{"p":{"r":2},"s":{"t":3,"u":1}}""")]
    [InlineData("""{"l":["a","b","c","d"]}""", """[{"op":"move","from":"/l/1","path":"/l/3"}]""", """{"l":["a","c","d","b"]}""")]
    // A.8: a test that holds changes nothing.
    [InlineData("""{"k":"v","l":[1,"2"]}""", """[{"op":"test","path":"/k","value":"v"},{"op":"test","path":"/l/1","value":"2"}]""", """{"k":"v","l":[1,"2"]}""")]
    // A.10 and A.11: a nested member is added, and an element of an operation that means nothing is passed over.
    [InlineData("""{"k":1}""", """[{"op":"add","path":"/child","value":{"grand":{}}}]""", """{"k":1,"child":{"grand":{}}}""")]
    [InlineData("""{"k":1}""", """[{"op":"add","path":"/n","value":2,"note":3}]""", """{"k":1,"n":2}""")]
    // A.14 and A.16: ~01 is the name ~1, and an array is added as one element.
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10},{"op":"replace","path":"/~1","value":8}]""", """{"/":8,"~1":10}""")]
    [InlineData("""{"l":["a"]}""", """[{"op":"add","path":"/l/-","value":["b","c"]}]""", """{"l":["a",["b","c"]]}""")]
    // What the RFC's text says beyond its examples.
    [InlineData("1", "[]", "1")]
    [InlineData("[1]", """[{"op":"add","path":"","value":{"a":2}}]""", """{"a":2}""")]
    [InlineData("[1]", """[{"op":"replace","path":"","value":null},{"op":"test","path":"","value":null}]""", "null")]
    [InlineData("""{"a":{"b":7}}""", """[{"op":"move","from":"/a/b","path":""}]""", "7")]
    [InlineData("""{"a":7}""", """[{"op":"copy","from":"","path":"/b"}]""", """{"a":7,"b":{"a":7}}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/a/0","value":0}]""", """{"a":[0,1],"b":[1]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/0","value":0},{"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/a/1"}]""", """{"a":[0],"b":[0,1]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"add","path":"/a","value":3}]""", """{"a":3,"b":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"move","from":"/a","path":"/a"}]""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"move","from":"/a","path":"/b"}]""", """{"b":1}""")]
    [InlineData("""{"":1}""", """[{"op":"replace","path":"/","value":2},{"op":"add","path":"/\"\\\u0001","value":3}]""", """{"":2,"\"\\\u0001":3}""")]
    [InlineData("""{"0":1}""", """[{"op":"remove","path":"/0"}]""", "{}")]
    [InlineData("""{"-":1}""", """[{"op":"replace","path":"/-","value":2}]""", """{"-":2}""")]
    [InlineData("""{"\u0061":1}""", """[{"op":"replace","p\u0061th":"/\u0061","value":2}]""", """{"\u0061":2}""")]
    [InlineData("""{"a":1,"a":2,"b":{"\ud800":[]}}""", """[{"op":"add","path":"/c","value":"\ud800"}]""", """{"a":1,"a":2,"b":{"\ud800":[]},"c":"\ud800"}""")]
    [InlineData("""{ "kept" : [ 1.0,  2e5 ], "x":0 }""", """[{"op":"test","path":"/kept/1","value":2e5},{"op":"remove","path":"/x"}]""", """{"kept":[ 1.0,  2e5 ]}""")]
    [InlineData("""[ { "a" : 1 } ]""", """[{"op":"test","path":"/0/a","value":1}]""", """[ { "a" : 1 } ]""")]
    public void An_operation_does_what_RFC_6902_says(string document, string patch, string expected) => Assert.Equal(expected, Apply(document, patch));

    [Theory]
    [InlineData("10", "1e1")]
    [InlineData("10", "1.0E+1")]
    [InlineData("0.05", "5e-2")]
    [InlineData("-0", "0.00e7")]
    [InlineData("1e99999999999999999999", "10e99999999999999999998")]
    [InlineData("{\"a\":[1,\"\\u0078\"],\"b\":null}", "{\"b\":null,\"a\":[1.0,\"x\"]}")]
    public void A_test_compares_numbers_by_worth_and_the_rest_by_value(string value, string tested)
    {
        Assert.Equal(value, Apply(value, $"[{{\"op\":\"test\",\"path\":\"\",\"value\":{tested}}}]"));
        var changed = Apply($"[{value}]", $"[{{\"op\":\"add\",\"path\":\"/-\",\"value\":2}},{{\"op\":\"test\",\"path\":\"\",\"value\":[{tested},2]}}]");
        Assert.Equal($"[{value},2]", changed);
    }

    [Theory]
    [InlineData("10", "1")]
    [InlineData("10", "-10")]
    [InlineData("10", "\"10\"")]
    [InlineData("0.1", "0.10000000000000001")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":1}")]
    [InlineData("{\"a\":1}", "{\"b\":1}")]
    [InlineData("null", "false")]
    public void A_test_fails_on_another_value(string value, string tested) => Assert.Equal(
        "Operation 1 of 1 (test \"\"): the value there is another than the one it must be.",
        Refused(value, $"[{{\"op\":\"test\",\"path\":\"\",\"value\":{tested}}}]"));

    [Theory]
    // A.9, A.12, A.13 and A.15 are the RFC's own errors.
    [InlineData("""{"k":"v"}""", """[{"op":"test","path":"/k","value":"w"}]""", "Operation 1 of 1 (test \"/k\"): the value there is another than the one it must be.")]
    [InlineData("""{"k":1}""", """[{"op":"add","path":"/no/n","value":1}]""", "Operation 1 of 1 (add \"/no/n\"): the object has no member 'no'.")]
    [InlineData("""{"k":1}""", """[{"op":"add","path":"/n","value":1,"op":"remove"}]""", "Operation 1 of 1: it has 'op' twice: once is allowed.")]
    [InlineData("""{"~1":10}""", """[{"op":"test","path":"/~01","value":"10"}]""", "Operation 1 of 1 (test \"/~01\"): the value there is another than the one it must be.")]
    [InlineData("1", "{}", "Patch is an object: it must be an array of operations.")]
    [InlineData("1", "[{\"op\":\"test\",\"path\":\"\",\"value\":1},7]", "Operation 2 of 2: it is a number, and must be an object.")]
    [InlineData("1", "[{\"path\":\"\"}]", "Operation 1 of 1: its 'op' is missing: it must be a string.")]
    [InlineData("1", "[{\"op\":[],\"path\":\"\"}]", "Operation 1 of 1: its 'op' is an array: it must be a string.")]
    [InlineData("1", "[{\"op\":\"Add\",\"path\":\"\"}]", "Operation 1 of 1 (Add): its 'op' is unknown: add, remove, replace, move, copy and test are allowed.")]
    [InlineData("1", "[{\"op\":\"add\",\"value\":1}]", "Operation 1 of 1 (add): its 'path' is missing: it must be a string.")]
    [InlineData("1", "[{\"op\":\"add\",\"path\":null,\"value\":1}]", "Operation 1 of 1 (add): its 'path' is null: it must be a string.")]
    [InlineData("1", "[{\"op\":\"add\",\"path\":\"/\\ud800\",\"value\":1}]", "Operation 1 of 1 (add): its 'path' holds half a surrogate pair: it must be well-formed Unicode.")]
    [InlineData("1", "[{\"op\":\"add\",\"path\":\"a\",\"value\":1}]", "Operation 1 of 1 (add): its 'path' \"a\" is no JSON Pointer: it must be empty or begin with '/', and '~' must be followed by 0 or 1.")]
    [InlineData("1", "[{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}]", "Operation 1 of 1 (add): its 'path' \"/~2\" is no JSON Pointer: it must be empty or begin with '/', and '~' must be followed by 0 or 1.")]
    [InlineData("1", "[{\"op\":\"add\",\"path\":\"/a~\",\"value\":1}]", "Operation 1 of 1 (add): its 'path' \"/a~\" is no JSON Pointer: it must be empty or begin with '/', and '~' must be followed by 0 or 1.")]
    [InlineData("1", "[{\"op\":\"replace\",\"path\":\"\"}]", "Operation 1 of 1 (replace \"\"): its 'value' is missing: any JSON is allowed.")]
    [InlineData("1", "[{\"op\":\"copy\",\"path\":\"\"}]", "Operation 1 of 1 (copy \"\"): its 'from' is missing: it must be a string.")]
    [InlineData("1", "[{\"op\":\"remove\",\"path\":\"\"}]", "Operation 1 of 1 (remove \"\"): the whole document cannot be removed, only replaced.")]
    [InlineData("[1]", "[{\"op\":\"remove\",\"path\":\"/1\"}]", "Operation 1 of 1 (remove \"/1\"): index 1 is out of range: 0 to 0 are allowed.")]
    [InlineData("[]", "[{\"op\":\"remove\",\"path\":\"/0\"}]", "Operation 1 of 1 (remove \"/0\"): index 0 is out of range: the array is empty.")]
    [InlineData("[1]", "[{\"op\":\"add\",\"path\":\"/2\",\"value\":1}]", "Operation 1 of 1 (add \"/2\"): index 2 is out of range: 0 to 1 are allowed.")]
    [InlineData("[1,2]", "[{\"op\":\"remove\",\"path\":\"/01\"}]", "Operation 1 of 1 (remove \"/01\"): '01' is no index of an array: a whole number without leading zeros is.")]
    [InlineData("[1,2]", "[{\"op\":\"remove\",\"path\":\"/-1\"}]", "Operation 1 of 1 (remove \"/-1\"): '-1' is no index of an array: a whole number without leading zeros is.")]
    [InlineData("[1,2]", "[{\"op\":\"replace\",\"path\":\"/-\",\"value\":1}]", "Operation 1 of 1 (replace \"/-\"): '-' is the place after an array's last element, where nothing is: only a value that is added may go there.")]
    [InlineData("{\"a\":1}", "[{\"op\":\"replace\",\"path\":\"/b\",\"value\":1}]", "Operation 1 of 1 (replace \"/b\"): the object has no member 'b'.")]
    [InlineData("{\"a\":1}", "[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]", "Operation 1 of 1 (add \"/a/b\"): its path leads into a value that is neither an object nor an array.")]
    [InlineData("{\"a\":{}}", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]", "Operation 1 of 1 (move \"/a/b\"): a value cannot be moved into itself, and \"/a\" encloses it.")]
    [InlineData("{\"a\":1}", "[{\"op\":\"move\",\"from\":\"/b\",\"path\":\"/c\"}]", "Operation 1 of 1 (move \"/c\"): the object has no member 'b'.")]
    [InlineData("{\"a\":1,\"a\":2}", "[{\"op\":\"remove\",\"path\":\"/a\"}]", "Operation 1 of 1 (remove \"/a\"): the object has the member 'a' more than once, so that it does not say which is meant.")]
    public void A_bad_patch_is_refused(string document, string patch, string message) => Assert.Equal(message, Refused(document, patch));

    [Fact]
    public void A_document_may_be_64_deep_and_no_deeper()
    {
        Assert.Equal($"[{Deep63}]", Apply("[[]]", $"[{{\"op\":\"add\",\"path\":\"/0/0\",\"value\":{Deep63[1..^1]}}}]"));
        const string message = "the document would be nested deeper than the 64 levels that are allowed.";
        Assert.EndsWith(message, Refused($"[{Deep63}]", "[{\"op\":\"copy\",\"from\":\"\",\"path\":\"/0/0\"}]"), StringComparison.Ordinal);
        Assert.EndsWith(message, Refused("[[[]]]", $"[{{\"op\":\"add\",\"path\":\"/0/0/0\",\"value\":{Deep63[1..^1]}}}]"), StringComparison.Ordinal);
        Assert.EndsWith(message, Refused($"[[{Deep63[1..^1]}]]", "[{\"op\":\"add\",\"path\":\"/-\",\"value\":1},{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}]"), StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_of_copies_are_bounded()
    {
        var patch = $"[{string.Join(',', Enumerable.Repeat("{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}", 50))}]";
        Assert.EndsWith(": the patch copies more than the 67,108,864 bytes that are allowed.", Refused($"[\"{new string('x', 100_000)}\"]", patch), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_patch_leaves_the_document_alone()
    {
        var document = Payload.Parse("{\"a\":[1]}");
        Assert.Throws<InvalidInputException>(() => JsonPatch.Apply(document, Payload.Parse("[{\"op\":\"add\",\"path\":\"/a/0\",\"value\":0},{\"op\":\"remove\",\"path\":\"/b\"}]")));
        Assert.Equal("{\"a\":[1]}", document.ToString());
    }

    private static string Apply(string document, string patch) => JsonPatch.Apply(Payload.Parse(document), Payload.Parse(patch)).ToString();

    private static string Refused(string document, string patch)
    {
        var error = Assert.Throws<InvalidInputException>(() => Apply(document, patch));
        Assert.Equal("patch", error.Field);
        return error.Message;
    }
}
