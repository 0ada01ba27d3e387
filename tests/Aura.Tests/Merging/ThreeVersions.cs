using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Merging;

/// <summary>A document and two that were made from it.</summary>
public sealed record ThreeVersions(Payload Base, Payload Ours, Payload Theirs)
{
    public static Gen<ThreeVersions> Any { get; } =
        from first in JsonSketch.Any
        from @base in first.Written
        from ours in Changed(first)
        from theirs in Changed(first)
        select new ThreeVersions(@base, ours, theirs);

    public ThreeVersions Swapped => new(Base, Theirs, Ours);

    /// <summary>Where the sides are in conflict, found the plain way.</summary>
    public List<string> ConflictPaths()
    {
        using var @base = Base.Open();
        using var ours = Ours.Open();
        using var theirs = Theirs.Open();
        var paths = new List<string>();
        Find(paths, "", @base.RootElement, ours.RootElement, theirs.RootElement);
        return paths;
    }

    private static Gen<Payload> Changed(JsonSketch first) =>
        from times in Gen.Choose(0, 5)
        from edited in first.Edited(times)
        from written in edited.Written
        select written;

    private static void Find(List<string> paths, string path, JsonElement? @base, JsonElement? ours, JsonElement? theirs)
    {
        string?[] texts = [.. new[] { @base, ours, theirs }.Select(v => v is { } value ? CanonicalJson.Of(value) : null)];
        if (texts[1] == texts[2] || texts[0] == texts[1] || texts[0] == texts[2]) return;
        JsonElement[] present = [.. new[] { @base, ours, theirs }.OfType<JsonElement>()];
        if (ours is null || theirs is null || present.DistinctBy(v => v.ValueKind).Count() > 1)
        {
            paths.Add(path);
        }
        else if (ours.Value.ValueKind == JsonValueKind.Object && present.All(v => CanonicalJson.Members(v) is not null))
        {
            foreach (var name in present.SelectMany(v => CanonicalJson.Members(v)!.Keys).Distinct())
            {
                var token = name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
                Find(paths, $"{path}/{token}", Member(@base, name), Member(ours, name), Member(theirs, name));
            }
        }
        else if (ours.Value.ValueKind == JsonValueKind.Array && present.All(v => CanonicalJson.Ids(v) is not null) && !MovedApart(present))
        {
            foreach (var id in present.SelectMany(v => CanonicalJson.Ids(v)!).Distinct())
            {
                var index = new[] { ours.Value, theirs.Value, present[0] }.Select(v => CanonicalJson.Ids(v)!.IndexOf(id)).First(i => i >= 0);
                Find(paths, $"{path}/{index}", Element(@base, id), Element(ours, id), Element(theirs, id));
            }
        }
        else
        {
            paths.Add(path);
        }
    }

    // Whether both sides put the elements that all three have in a new order, and not in the same one.
    private static bool MovedApart(JsonElement[] present)
    {
        if (present.Length < 3) return false;
        var ids = present.Select(v => CanonicalJson.Ids(v)!).ToArray();
        var orders = ids.Select(of => string.Join(' ', of.Where(id => ids.All(other => other.Contains(id))))).ToArray();
        return orders.Distinct().Count() == 3;
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { } v && CanonicalJson.Members(v)!.TryGetValue(name, out var member) ? member : null;

    private static JsonElement? Element(JsonElement? value, string id) =>
        value is { } v && CanonicalJson.Ids(v)!.IndexOf(id) is >= 0 and var index ? v[index] : null;
}
