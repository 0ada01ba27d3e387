using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Merging;

/// <summary>A JSON value in the making: a leaf as it is written, or the members or elements it has.</summary>
public sealed record JsonSketch(string? Leaf, bool IsArray, IReadOnlyList<(string Key, JsonSketch Value)> Children)
{
    private static readonly string[] Leaves =
    [
        "1", "1.0", "1e0", "10", "-0", "0", "123456789012345678901234567890", "true", "false", "null", "\"\"", "\"s\"", "\"\\u0073\"", "\"é\"",
        "\"\\u00e9\"", "\"😀\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"a/b~c\\\"\\\\\\n\"", "{}", "[]", "[ ]",
    ];

    private static readonly string[] Keys = ["a", "b", "c", "d", "", "x/y", "m~n", "~1", "é", "q\\\"\\n\\\\", "\\u0064", "😀", "\\ud800", "id"];

    private static readonly string[] Ids = ["1", "2", "3", "10", "\"1\"", "\"k\"", "\"\\u006b\"", "\"z/~\"", "\"\\ud800\"", "4.0"];

    private static readonly string[] Blanks = ["", "", "", " ", "\n\t"];

    /// <summary>Any value, with objects and arrays of all kinds.</summary>
    public static Gen<JsonSketch> Any { get; } = Gen.Choose(0, 4).SelectMany(Of);

    /// <summary>An object whose members are as many as the keys.</summary>
    public static Gen<JsonSketch> Object(string[] keys) =>
        Gen.ArrayOf(Of(2), keys.Length).Select(values => new JsonSketch(null, false, [.. keys.Zip(values)]));

    /// <summary>The value after so many edits in random places.</summary>
    public Gen<JsonSketch> Edited(int times) => times == 0 ? Gen.Constant(this) : Edit().SelectMany(e => e.Edited(times - 1));

    /// <summary>The value as a payload, with white space here and there.</summary>
    public Gen<Payload> Written => Text().Select(t => Payload.Parse(t));

    public override string ToString() => Leaf ?? (IsArray
        ? $"[{string.Join(',', Children.Select(c => c.Value))}]"
        : $"{{{string.Join(',', Children.Select(c => $"\"{c.Key}\":{c.Value}"))}}}");

    private static Gen<JsonSketch> LeafValue { get; } = Gen.Elements(Leaves).Select(l => new JsonSketch(l, false, []));

    private static Gen<JsonSketch> Of(int depth) => depth == 0 ? LeafValue : Gen.Frequency<JsonSketch>(
        (1, LeafValue),
        (3, Several(Member(depth - 1)).Select(c => new JsonSketch(null, false, [.. c.DistinctBy(m => m.Key)]))),
        (1, Several(Element(depth - 1)).Select(c => new JsonSketch(null, true, c))),
        (2, Several(Thing(depth - 1)).Select(c => new JsonSketch(null, true, [.. c.DistinctBy(e => e.Value.Children[0].Value.Leaf)]))));

    private static Gen<(string Key, JsonSketch Value)[]> Several(Gen<(string Key, JsonSketch Value)> child) => Gen.Choose(0, 5).SelectMany(n => Gen.ArrayOf(child, n));

    private static Gen<(string Key, JsonSketch Value)> Member(int depth) => from key in Gen.Elements(Keys) from value in Of(depth) select (key, value);

    private static Gen<(string Key, JsonSketch Value)> Element(int depth) => Of(depth).Select(value => ("", value));

    private static Gen<(string Key, JsonSketch Value)> Thing(int depth) =>
        from id in Gen.Elements(Ids)
        from members in Gen.Choose(0, 2).SelectMany(n => Gen.ArrayOf(Member(depth), n))
        let own = members.Where(m => m.Key != "id").DistinctBy(m => m.Key)
        select ("", new JsonSketch(null, false, [("id", new JsonSketch(id, false, [])), .. own]));

    private bool HoldsThings => IsArray && Children.All(c => c.Value.Children is [("id", _), ..]);

    private Gen<JsonSketch> Edit()
    {
        if (Leaf is not null) return Gen.Choose(0, 2).SelectMany(Of);
        var child = IsArray ? HoldsThings ? Thing(1) : Element(1) : Member(1);
        var added = from at in Gen.Choose(0, Children.Count) from value in child select With(at, 0, value);
        if (Children.Count == 0) return added;
        var any = Gen.Choose(0, Children.Count - 1);
        return Gen.Frequency<JsonSketch>(
            (6, from at in any from value in Children[at].Value.Edit() select With(at, 1, (Children[at].Key, value))),
            (2, any.Select(at => With(at, 1))),
            (3, added),
            (1, from at in any from to in any select With(at, 1).With(Math.Min(to, Children.Count - 1), 0, Children[at])),
            (1, Of(1)));
    }

    private JsonSketch With(int at, int removed, params (string Key, JsonSketch Value)[] added)
    {
        (string Key, JsonSketch Value)[] children = [.. Children.Take(at), .. added, .. Children.Skip(at + removed)];
        return this with { Children = IsArray ? children : [.. children.DistinctBy(c => c.Key)] };
    }

    private Gen<string> Text()
    {
        if (Leaf is not null) return Gen.Constant(Leaf);
        var parts = Children.Select(c =>
            from before in Gen.Elements(Blanks)
            from value in c.Value.Text()
            from after in Gen.Elements(Blanks)
            select IsArray ? before + value + after : $"{before}\"{c.Key}\"{after}:{value}");
        return Gen.CollectToArray(parts).Select(p => IsArray ? $"[{string.Join(',', p)}]" : $"{{{string.Join(',', p)}}}");
    }
}
