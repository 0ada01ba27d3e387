using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aura.Tests.Hosting;

namespace Aura.Tests.Json;

/// <summary>Records in the one JSON format.</summary>
public sealed class RecordJson
{
    private static readonly AuraJsonContext Formats = AuraJsonContext.Default;

    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(123456);

    private static readonly StateId Id = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c07398f");

    private static readonly CausalContext Context = new()
    {
        Causes = ["label", Cause.Of(Id, CausalRelation.NoEffect, 0.5)],
        Effects = ["effect"],
        Counterfactuals = new Dictionary<string, Counterfactual>
        {
            ["instead"] = new() { Value = Payload.Parse("{ \"a\" : 1e400 }"), Kind = CounterfactualKind.Modelled, Score = -0.25, Branch = "x" },
        },
        Confidence = 0.1,
        EnergyCost = 1e-300,
    };

    private static AgentState State => StateSketch.First("a", s => s.With(Payload.Parse("{\"b\" : 1,\"a\":1e400}")) with
    {
        Context = Context, OperationId = "op", Source = StateSource.Migration, Type = "é😀\"", Parents = [Id],
    });

    [Fact]
    public void Every_record_comes_back_from_JSON()
    {
        var query = new CausalQuery { Depth = 3, MaxNodes = 5, FollowParents = false };
        var node = new CausalNode
        {
            Id = "x", Kind = CausalNodeKind.Erased, Depth = 2, Summary = "s", ChainConfidence = 0.5, ChainEnergy = 2, Agent = "a", Branch = "b", Version = 3,
            Type = "t", Confidence = 0.25, EnergyCost = 1, OccurredAt = Time, RecordedAt = Time, Counterfactuals = ["c"],
        };
        var edge = new CausalEdge { From = "x", To = "y", Kind = CausalEdgeKind.Parent, Relation = CausalRelation.Prevented, Confidence = 0.5 };
        ComesBack(State, Formats.AgentState);
        ComesBack(new AgentSummary("a", 2, "t", Id, Time, 3), Formats.AgentSummary);
        ComesBack(new AgentQuery { Prefix = "p", After = "a", Limit = 3 }, Formats.AgentQuery);
        var branch = new BranchInfo
        {
            Agent = "a", Name = "b", Origin = "o", ForkState = Id, ForkVersion = 2, HeadVersion = 5, Head = Id, CreatedAt = Time, ExpiresAt = Time,
            Status = BranchStatus.Promoted, JoinedBy = Id,
        };
        ComesBack(branch, Formats.BranchInfo);
        var join = new BranchJoin
        {
            State = Id, Branch = "b", Version = 2, Source = StateSource.Promotion, Joined = Id, JoinedBranch = "c", JoinedVersion = 1,
        };
        ComesBack(new BranchGraph { Agent = "a", Branches = [branch], Joins = [join] }, Formats.BranchGraph);
        ComesBack(Context, Formats.CausalContext);
        ComesBack(
            new CausalGraph { Direction = CausalDirection.Path, Root = Id, Nodes = [node], Edges = [edge], TotalEnergy = 3, Truncated = true }, Formats.CausalGraph);
        ComesBack(query, Formats.CausalQuery);
        ComesBack(new CreateBranchRequest { Name = "n", From = Id, TimeToLive = TimeSpan.FromHours(1) }, Formats.CreateBranchRequest);
        ComesBack(new DiscardRequest { Lesson = "l", Context = Context }, Formats.DiscardRequest);
        ComesBack(new ErasureRecord("a", 3, Time), Formats.ErasureRecord);
        var exported = new ExportedBranch("a", "b", Id, Time, Time);
        Assert.Equal(new ExportRecord { Branch = exported }, Again(new ExportRecord { Branch = exported }));
        var state = State;
        Assert.Equal(state.Text(), Again(new ExportRecord { State = state }).State!.Text());
        ComesBack(new HistoryRequest { FromVersion = 1, ToVersion = 2, Type = "t", Limit = 3, NewestFirst = true }, Formats.HistoryRequest);
        ComesBack(new LineVerification("a", "b", 3, Digest.Of([1]), new Damage(4, Id, "p")), Formats.LineVerification);
        ComesBack(new LoadRequest { Version = 1, Type = "t", Fresh = true, RecordedAt = Time, OccurredAt = Time, Id = Id }, Formats.LoadRequest);
        var conflict = new MergeConflict { Path = "/p", Base = "b", Ours = "o", Theirs = "t" };
        ComesBack(
            new MergeReport
            {
                Kind = MergeKind.FastForward, Ours = Id, Theirs = Id, Bases = [Id], Payload = "p", State = State, Conflicts = [conflict], Resolved = [conflict],
            }, Formats.MergeReport);
        ComesBack(
            new MergeRequest
            {
                Branch = "b", State = Id, Strategy = MergeStrategy.Theirs, Resolver = "r", Preview = true, Context = Context, OperationId = "o", ExpectedVersion = 3,
            }, Formats.MergeRequest);
        ComesBack(new PromoteRequest { Branch = "b", Head = Id, Context = Context, OperationId = "o", ExpectedVersion = 3 }, Formats.PromoteRequest);
        ComesBack(
            new RevertRequest { To = new LoadRequest { Version = 1 }, Context = Context, OperationId = "o", ExpectedVersion = 3 }, Formats.RevertRequest);
        ComesBack(new ReplayReport { States = 1, Branches = 2, Known = 3, Blocked = 4, Unknown = Id }, Formats.ReplayReport);
        ComesBack(
            new RetrieveRequest { Retrieval = "r", Arguments = "a", From = new LoadRequest { Version = 1 }, Remember = true, TimeLimit = TimeSpan.FromTicks(7) },
            Formats.RetrieveRequest);
        ComesBack(new Retrieved(State, Payload.Parse("[ 1e400 ]"), State), Formats.Retrieved);
        ComesBack(
            new SaveRequest { Payload = "p", Type = "t", Source = StateSource.Loop, Context = Context, OperationId = "o", OccurredAt = Time, ExpectedVersion = 3 },
            Formats.SaveRequest);
        ComesBack(new StateDiff(Id, Id, Payload.Parse("[]")), Formats.StateDiff);
        ComesBack(
            new StoreStatistics { Store = "s", Agents = 1, Branches = 2, States = 3, Links = 4, Blobs = 5, Erasures = 6, Fabrics = 7, Memories = 8, Bytes = 9 },
            Formats.StoreStatistics);
        ComesBack(
            new WhatIf { Branch = branch, State = Id, Counterfactual = "c", Predicted = 0.25, Realised = -1, Factual = 1e300 }, Formats.WhatIf);
        ComesBack(new WhatIfRequest { State = Id, Counterfactual = "c", Choice = Id, Branch = "b" }, Formats.WhatIfRequest);
        var reliability = new Reliability { Count = 2, Brier = 0.25, BaseRate = 0.5, Bins = [new ReliabilityBin(0.1, 0.2, 2, 0.15, 0.5)] };
        ComesBack(new Calibration("a", reliability, reliability), Formats.Calibration);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        Assert.Equal(CausalQuery(new()), CausalQuery(JsonSerializer.Deserialize("{}", Formats.CausalQuery)!));
        Assert.Equal(new CausalQuery { Depth = 2 }, JsonSerializer.Deserialize("{\"depth\":2}", Formats.CausalQuery));
        Assert.Equal(new LoadRequest(), JsonSerializer.Deserialize("{}", Formats.LoadRequest));
        Assert.Equal(new HistoryRequest(), JsonSerializer.Deserialize("{}", Formats.HistoryRequest));
        Assert.Equal(new AgentQuery(), JsonSerializer.Deserialize("{}", Formats.AgentQuery));
        Assert.Equal(new RetrieveRequest { Retrieval = "x" }, JsonSerializer.Deserialize("{\"retrieval\":\"x\"}", Formats.RetrieveRequest));
        Assert.Equal(new Reliability { Count = 0 }.ToString(), JsonSerializer.Deserialize("{\"count\":0}", Formats.Reliability)!.ToString());
        Assert.Equal(new CreateBranchRequest { Name = "x" }, JsonSerializer.Deserialize("{\"name\":\"x\"}", Formats.CreateBranchRequest));
        Assert.True(JsonSerializer.Deserialize("{}", Formats.CausalContext)!.IsEmpty);
        var save = JsonSerializer.Deserialize("{\"payload\":1}", Formats.SaveRequest)!;
        Assert.Equal((StateTypes.AgentMemory, StateSource.Update, true, null), (save.Type, save.Source, save.Context.IsEmpty, save.OperationId));
        var partial = JsonSerializer.Deserialize("{\"payload\":1,\"context\":{\"effects\":[\"e\"]}}", Formats.SaveRequest)!.Context;
        Assert.Equal((0, 1, 0), (partial.Causes.Count, partial.Effects.Count, partial.Counterfactuals.Count));

        static string CausalQuery(CausalQuery query) => query.ToString();
    }

    [Theory]
    [InlineData("{\"payload\":1,\"surprise\":2}")]
    [InlineData("{\"payload\":1,\"context\":{\"surprise\":2}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[{\"label\":\"a\",\"surprise\":2}]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[{\"label\":\"a\",\"relation\":\"surprised\"}]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[{\"label\":1}]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[{\"state\":\"no id\"}]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[{\"label\":\"a\",\"confidence\":\"high\"}]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[1]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":[[\"a\"]]}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":{}}}")]
    [InlineData("{\"payload\":1,\"context\":{\"causes\":null}}")]
    [InlineData("{\"payload\":1,\"context\":null}")]
    [InlineData("{\"payload\":1,\"context\":{\"confidence\":\"high\"}}")]
    [InlineData("{\"payload\":1,\"context\":{\"counterfactuals\":{\"a\":{}}}}")]
    [InlineData("{\"payload\":1,\"context\":{\"counterfactuals\":{\"a\":{\"value\":1,\"kind\":\"dreamt\"}}}}")]
    [InlineData("{\"payload\":1,\"type\":null}")]
    [InlineData("{\"payload\":1,\"type\":7}")]
    [InlineData("{\"payload\":1,\"source\":\"surprise\"}")]
    [InlineData("{\"payload\":1,\"expectedVersion\":1.5}")]
    [InlineData("{\"payload\":1,\"occurredAt\":\"yesterday\"}")]
    [InlineData("{}")]
    [InlineData("{\"payload\":1")]
    [InlineData("{\"payload\":}")]
    public void Bad_JSON_is_a_JSON_error(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, Formats.SaveRequest));

    [Theory]
    [InlineData("\"user_request\"", "user_request", null)]
    [InlineData("\"state:0198c2f0-7a51-7cc3-98c4-dc0c0c07398f\"", null, "0198c2f0-7a51-7cc3-98c4-dc0c0c07398f")]
    [InlineData("{\"label\":\"x\"}", "x", null)]
    [InlineData("{\"state\":\"state:0198c2f0-7a51-7cc3-98c4-dc0c0c07398f\"}", null, "0198c2f0-7a51-7cc3-98c4-dc0c0c07398f")]
    [InlineData("{\"label\":null,\"state\":\"0198c2f0-7a51-7cc3-98c4-dc0c0c07398f\",\"confidence\":null}", null, "0198c2f0-7a51-7cc3-98c4-dc0c0c07398f")]
    public void A_cause_is_a_text_or_an_object(string json, string? label, string? state)
    {
        var cause = Assert.Single(JsonSerializer.Deserialize($"{{\"causes\":[{json}]}}", Formats.CausalContext)!.Causes);
        Assert.Equal((label, state, CausalRelation.Caused, null), (cause.Label, cause.State?.ToString(), cause.Relation, cause.Confidence));
    }

    [Fact]
    public void A_text_that_begins_like_a_link_and_is_none_is_refused()
    {
        var error = Assert.Throws<InvalidInputException>(() => JsonSerializer.Deserialize("{\"causes\":[\"state:x\"]}", Formats.CausalContext));
        Assert.Equal("context.causes", error.Field);
    }

    [Theory]
    [InlineData("{\"b\" : 1,  \"a\":[1e400 , -0.0]}")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\\ud800 \\u0000 é\"")]
    [InlineData("null")]
    public void A_payloads_bytes_survive_inside_a_record(string payload)
    {
        var request = JsonSerializer.Deserialize($"{{ \"payload\" : {payload} }}", Formats.SaveRequest)!;
        Assert.Equal(payload, request.Payload.ToString());
        Assert.Contains($"\"payload\":{payload}", JsonSerializer.Serialize(request, Formats.SaveRequest), StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_may_be_64_deep_inside_a_record_and_no_deeper()
    {
        string Deep(int depth) => new string('[', depth) + new string(']', depth);
        foreach (var format in (string[])["{{\"payload\":{0}}}", "{{\"payload\":1,\"context\":{{\"counterfactuals\":{{\"a\":{{\"value\":{0}}}}}}}}}"])
        {
            var request = JsonSerializer.Deserialize(string.Format(format, Deep(64)), Formats.SaveRequest)!;
            Assert.Contains(Deep(64), JsonSerializer.Serialize(request, Formats.SaveRequest), StringComparison.Ordinal);
            var error = Assert.Throws<InvalidInputException>(() => JsonSerializer.Deserialize(string.Format(format, Deep(65)), Formats.SaveRequest));
            Assert.Equal("Payload is nested deeper than 64.", error.Message);
        }
    }

    [Fact]
    public void A_payload_that_is_null_and_one_that_was_erased_are_told_apart()
    {
        var nothing = State.With(Payload.Null);
        var erased = nothing with { Payload = null };
        Assert.Contains("\"payload\":null", nothing.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"payload\":", erased.Text(), StringComparison.Ordinal);
        Assert.Equal(Payload.Null, JsonSerializer.Deserialize(nothing.Text(), Formats.AgentState)!.Payload);
        Assert.Null(JsonSerializer.Deserialize(erased.Text(), Formats.AgentState)!.Payload);
    }

    [Fact]
    public void Ids_and_digests_are_read_only_as_such()
    {
        Assert.Equal(Id, StateId.Parse(Id.ToString()));
        Assert.Equal(Id, StateId.Parse($"state:{Id}"));
        foreach (var text in (string[])["", "x", "state:", "0198c2f07a517cc398c4dc0c0c07398f", "{0198c2f0-7a51-7cc3-98c4-dc0c0c07398f}", $"state:state:{Id}", $" {Id}"])
            Assert.Throws<FormatException>(() => StateId.Parse(text));
        Assert.False(StateId.TryParse(null, null, out _));
        Assert.Equal(Digest.Of([]), Digest.Parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        foreach (var text in (string[])["", "e3", new string('g', 64), new string('0', 65)]) Assert.Throws<FormatException>(() => Digest.Parse(text));
    }

    private static ExportRecord Again(ExportRecord record) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(record, Formats.ExportRecord), Formats.ExportRecord)!;

    private static void ComesBack<T>(T value, JsonTypeInfo<T> format)
    {
        var json = JsonSerializer.Serialize(value, format);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, format)!, format));
        // Nothing that was said is missing from it.
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.Equal(typeof(T).GetProperties().Count(p => p.GetMethod is { IsStatic: false } && p.Name is not nameof(CausalContext.IsEmpty)),
            JsonDocument.Parse(json).RootElement.EnumerateObject().Count());
    }
}
