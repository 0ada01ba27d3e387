using Aura.Engine;
using FsCheck;
using FsCheck.Fluent;
using Property = Aura.Tests.Properties.Property;

namespace Aura.Tests.Merging;

/// <summary>What holds of differences, patches and merges of any JSON.</summary>
public sealed class MergeLaws
{
    private const int Cases = 1500;

    [Fact]
    public Task A_patch_makes_the_one_value_of_the_other() => HoldsAsync(v =>
    {
        Assert.Equal(CanonicalJson.Of(v.Ours), CanonicalJson.Of(JsonPatch.Apply(v.Base, JsonDiff.Between(v.Base, v.Ours))));
        Assert.Equal(CanonicalJson.Of(v.Ours), CanonicalJson.Of(JsonPatch.Apply(v.Theirs, JsonDiff.Between(v.Theirs, v.Ours))));
    });

    [Fact]
    public Task A_patch_is_empty_just_where_values_are_equal() => HoldsAsync(v =>
        Assert.Equal(CanonicalJson.Of(v.Base) == CanonicalJson.Of(v.Ours), JsonDiff.Between(v.Base, v.Ours).ToString() == "[]"));

    [Fact]
    public Task A_patch_is_no_longer_than_the_whole_value() => HoldsAsync(v =>
        Assert.True(JsonDiff.Between(v.Base, v.Ours).Length <= """[{"op":"replace","path":"","value":}]""".Length + v.Ours.Length));

    [Fact]
    public Task Merging_nothing_changes_nothing() => HoldsAsync(v =>
    {
        foreach (var (merged, expected) in new[]
        {
            (JsonMerge.Merge(v.Base, v.Ours, v.Base), v.Ours),
            (JsonMerge.Merge(v.Base, v.Base, v.Ours), v.Ours),
            (JsonMerge.Merge(v.Base, v.Ours, v.Ours), v.Ours),
            (JsonMerge.Merge(null, v.Ours, v.Ours), v.Ours),
        })
        {
            Assert.Empty(merged.Conflicts);
            Assert.Equal(expected, merged.Merged);
        }
    });

    [Fact]
    public Task White_space_and_escapes_are_no_change() => Property.HoldsAsync(
        Arb.From(
            from @base in JsonSketch.Any
            from ours in @base.Edited(3)
            from first in @base.Written
            from same in @base.Written
            from edited in ours.Written
            from again in ours.Written
            select (Base: first, Same: same, Ours: edited, OursAgain: again)),
        Cases,
        v =>
        {
            // Objects that nobody looks into are compared as they are written.
            if (CanonicalJson.Of(v.Base) != CanonicalJson.Of(v.Same) || CanonicalJson.Of(v.Ours) != CanonicalJson.Of(v.OursAgain)) return Task.CompletedTask;
            foreach (var merged in new[]
            {
                JsonMerge.Merge(v.Base, v.Ours, v.Same), JsonMerge.Merge(v.Base, v.Same, v.Ours), JsonMerge.Merge(v.Base, v.Ours, v.OursAgain),
            })
            {
                Assert.Empty(merged.Conflicts);
                Assert.Equal(CanonicalJson.Of(v.Ours), CanonicalJson.Of(merged.Merged));
            }
            return Task.CompletedTask;
        });

    [Fact]
    public Task Disjoint_changes_commute() => Property.HoldsAsync(
        Arb.From(
            from left in JsonSketch.Object(["a", "b/c"])
            from right in JsonSketch.Object(["d~", "é"])
            from ours in Gen.CollectToArray(left.Children.Select(c => c.Value.Edited(2)))
            from theirs in Gen.CollectToArray(right.Children.Select(c => c.Value.Edited(2)))
            select (
                Base: Of(left.Children.Select(c => c.Value), right.Children.Select(c => c.Value)),
                Ours: Of(ours, right.Children.Select(c => c.Value)),
                Theirs: Of(left.Children.Select(c => c.Value), theirs),
                Both: Of(ours, theirs))),
        Cases,
        v =>
        {
            var merged = JsonMerge.Merge(v.Base, v.Ours, v.Theirs);
            var swapped = JsonMerge.Merge(v.Base, v.Theirs, v.Ours);
            Assert.Empty(merged.Conflicts);
            Assert.Equal(v.Both, merged.Merged);
            Assert.Equal(v.Both, swapped.Merged);
            return Task.CompletedTask;
        });

    [Fact]
    public Task Conflicts_are_all_there_and_no_others() => HoldsAsync(v =>
    {
        Assert.Equal(v.ConflictPaths().Order(StringComparer.Ordinal), JsonMerge.Merge(v.Base, v.Ours, v.Theirs).Conflicts.Select(c => c.Path).Order(StringComparer.Ordinal));
        Assert.Equal(
            v.Swapped.ConflictPaths().Order(StringComparer.Ordinal),
            JsonMerge.Merge(v.Base, v.Theirs, v.Ours).Conflicts.Select(c => c.Path).Order(StringComparer.Ordinal));
    });

    [Fact]
    public Task Merging_is_symmetrical() => HoldsAsync(v =>
    {
        var merged = JsonMerge.Merge(v.Base, v.Ours, v.Theirs);
        var swapped = JsonMerge.Merge(v.Base, v.Theirs, v.Ours);
        Assert.Equal(
            merged.Conflicts.Select(c => $"{c.Base} {c.Ours} {c.Theirs}").Order(StringComparer.Ordinal),
            swapped.Conflicts.Select(c => $"{c.Base} {c.Theirs} {c.Ours}").Order(StringComparer.Ordinal));
        if (merged.Conflicts.Count == 0) Assert.Equal(CanonicalJson.Of(merged.Merged), CanonicalJson.Of(swapped.Merged));
    });

    [Fact]
    public Task Taking_a_side_everywhere_leaves_what_that_side_has() => HoldsAsync(v =>
    {
        var left = JsonMerge.Merge(v.Base, v.Ours, v.Theirs);
        var ours = JsonMerge.Merge(v.Base, v.Ours, v.Theirs, c => Answer(c.Ours));
        var theirs = JsonMerge.Merge(v.Base, v.Ours, v.Theirs, c => Answer(c.Theirs));
        Assert.Empty(ours.Conflicts);
        Assert.Empty(theirs.Conflicts);
        Assert.Equal(left.Conflicts, ours.Resolved);
        Assert.Equal(left.Conflicts, theirs.Resolved);
        Assert.Equal(CanonicalJson.Of(left.Merged), CanonicalJson.Of(ours.Merged));
        Assert.Equal(CanonicalJson.Of(JsonMerge.Merge(v.Base, v.Theirs, v.Ours).Merged), CanonicalJson.Of(theirs.Merged));
        foreach (var conflict in left.Conflicts.Where(c => !Enters(v, c.Path)))
        {
            Assert.Equal(CanonicalJson.At(v.Ours, conflict.Path), CanonicalJson.At(ours.Merged, conflict.Path));
            Assert.Equal(CanonicalJson.At(v.Theirs, conflict.Path), CanonicalJson.At(theirs.Merged, conflict.Path));
        }
    });

    private static Task HoldsAsync(Action<ThreeVersions> check) => Property.HoldsAsync(Arb.From(ThreeVersions.Any), Cases, versions =>
    {
        check(versions);
        return Task.CompletedTask;
    });

    private static MergeResolution Answer(Payload? side) => side is null ? MergeResolution.Removed : MergeResolution.Of(side);

    // An array on the way: its elements' indices are those of ours, not of the merged document.
    private static bool Enters(ThreeVersions versions, string path)
    {
        for (var end = path.LastIndexOf('/'); end >= 0; end = end == 0 ? -1 : path.LastIndexOf('/', end - 1))
        {
            if (CanonicalJson.At(versions.Ours, path[..end])?.StartsWith('{') != true) return true;
        }
        return false;
    }

    private static Payload Of(IEnumerable<JsonSketch> left, IEnumerable<JsonSketch> right)
    {
        string[] keys = ["a", "b/c", "d~", "é"];
        return Payload.Parse($"{{{string.Join(',', keys.Zip(left.Concat(right), (key, value) => $"\"{key}\":{value}"))}}}");
    }
}
