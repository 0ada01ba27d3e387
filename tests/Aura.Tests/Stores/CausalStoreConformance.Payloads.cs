using System.Text;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

public abstract partial class CausalStoreConformance
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("{\"b\":1,\"a\":2,\"b\":3}")]
    [InlineData("{ \"a\" :\t[ 1 ,\r\n 2 ] }")]
    [InlineData("[1e400,-0,-0.0,1E+2,123456789012345678901234567890,0.1000000000000000055511151231257827021181583404541015625]")]
    [InlineData("\"\\u0000 \\ud83d\\ude00 \\ud800 \\/ \\u00e9\"")]
    [InlineData("\"é 😀 \u2028 \uFFFE 𝒳 \u0301\u007f\"")]
    public async Task A_payloads_bytes_are_kept_exactly(string json)
    {
        var state = StateSketch.First("a", s => s.With(Payload.Parse(json)));
        await AppendedAsync(state);
        var read = (await ReadAsync(state))!;
        Assert.Equal(Encoding.UTF8.GetBytes(json), read.Payload!.Utf8.ToArray());
        Assert.Equal(state.Text(), read.Text());
    }

    [Theory]
    [InlineData(1 << 20, 0)]
    [InlineData((1 << 20) + 1, 1)]
    [InlineData(5_000_000, 1)]
    public async Task A_payload_over_one_mebibyte_is_a_blob_that_is_stored_once(int length, int blobs)
    {
        var payload = Payload.Parse($"\"{new string('x', length - 2)}\"");
        Assert.Equal(length, payload.Length);
        var line = StateSketch.Line("a", 2, s => s.With(payload));
        var other = StateSketch.First("b", s => s.With(payload));
        await AppendedAsync([.. line, other]);
        await AppendedAsync(StateSketch.First("c", s => s.With(payload)));
        Assert.Equal(blobs, (await Store.ReadStatisticsAsync(default)).Blobs);
        Assert.True(payload.Equals((await ReadAsync(line[1]))!.Payload));
        Assert.True(payload.Equals((await ReadAsync(other))!.Payload));
    }

    [Fact]
    public async Task Every_source_relation_and_kind_and_every_optional_field_comes_back()
    {
        var cause = StateSketch.First("cause");
        await AppendedAsync(cause);
        var full = new CausalContext
        {
            Causes =
            [
                .. Enum.GetValues<CausalRelation>().Select(r => Cause.Of("label", r, 0.1)),
                .. Enum.GetValues<CausalRelation>().Select(r => Cause.Of(cause.Id, r, r == CausalRelation.Enabled ? null : 1.0 / 3)),
                "😀 \"quoted\" \\ back",
            ],
            Effects = ["first", "second", "first"],
            Counterfactuals = Enum.GetValues<CounterfactualKind>().ToDictionary(
                k => $"instead {k} é", k => new Counterfactual { Value = Payload.Parse("{\"b\" : 1e400}"), Kind = k, Score = -1e-300, Branch = "x" }),
            Confidence = double.Epsilon,
            EnergyCost = double.MaxValue,
        };
        AgentState? previous = null;
        var states = new List<AgentState>();
        foreach (var source in Enum.GetValues<StateSource>())
        {
            AgentState Full(AgentState s) => s with { Source = source, Context = full, OperationId = $"op {source} é", Type = "own type 😀" };
            previous = previous is null ? StateSketch.First("a", Full) : StateSketch.After(previous, Full);
            states.Add(previous);
        }
        await AppendedAsync([.. states]);
        foreach (var state in states) Assert.Equal(state.Text(), (await ReadAsync(state))!.Text());
        var links = await Store.ReadCausesAsync([states[0].Id], default);
        Assert.Equal(
            full.Causes.Where(c => c.State is not null).Select(c => new CausalLink(c.State!.Value, states[0].Id, CausalEdgeKind.Cause, c.Relation, c.Confidence)),
            links);
    }

    [Fact]
    public async Task A_merge_keeps_both_parents()
    {
        var line = StateSketch.Line("a", 2);
        await AppendedAsync(line);
        Assert.True(await Store.CreateBranchAsync(line[0].Fork("x"), default));
        var side = StateSketch.After(line[0], branch: "x");
        await AppendedAsync(side);
        var merge = StateSketch.After(line[1], s => s with { Parents = [line[1].Id, side.Id], Source = StateSource.Merge });
        await AppendedAsync(merge);
        Assert.Equal([line[1].Id, side.Id], (await ReadAsync(merge))!.Parents);
        Assert.Contains(
            await Store.ReadEffectsAsync([side.Id], true, default), l => l.Cause == side.Id && l.Effect == merge.Id && l.Kind == CausalEdgeKind.Parent);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(10L)]
    [InlineData(621_355_967_999_999_990L)]
    [InlineData(621_355_968_000_000_010L)]
    [InlineData(638_000_000_012_345_670L)]
    [InlineData(3_155_378_975_999_999_990L)]
    public async Task Times_come_back_to_the_microsecond(long ticks)
    {
        var time = new DateTimeOffset(ticks, TimeSpan.Zero);
        var state = StateSketch.First("a", s => s with { OccurredAt = time, RecordedAt = time });
        await AppendedAsync(state);
        var read = (await ReadAsync(state))!;
        Assert.Equal((time, time), (read.OccurredAt, read.RecordedAt));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (read.OccurredAt.Offset, read.RecordedAt.Offset));
        Assert.Equal(state.Id, (await Store.ReadOccurredAsync(new LineRange("a", "main", 1, 1), time, 1, default))!.Id);
    }

    [Fact]
    public async Task Names_of_every_kind_come_back_and_are_told_apart()
    {
        string[] names = ["a", "A", "á", "a\u0301", "😀", "%", "_", "'; DROP TABLE states; --", " ", "a ", "\\", new string('é', 200), "＄", "\uFFFF"];
        await AppendedAsync([.. names.Select(n => StateSketch.First(n, s => s with { Type = n, OperationId = n }))]);
        foreach (var name in names)
        {
            var head = (await Store.ReadLineAsync(name, "main", default))!.Head!;
            Assert.Equal((name, name, name), (head.Agent, head.Type, head.OperationId));
            Assert.True(await Store.CreateBranchAsync(head.Fork("x" + name), default));
            Assert.Equal(["main", "x" + name], (await Store.ReadBranchesAsync(name, null, default)).Select(b => b.Name));
        }
    }
}
