using System.Text;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Validation;

/// <summary>Saves that break a rule: each names its field and what is wrong in one sentence, and stores nothing.</summary>
public sealed class SaveRefusals : IAsyncLifetime
{
    private static readonly CausalContext Nothing = CausalContext.Empty;

    private static readonly Dictionary<string, (Func<SaveRequest> Request, string Field, string Message)> Cases = new()
    {
        ["type empty"] = (() => Of() with { Type = "" }, "type", "type is empty: it must have 1 to 200 characters."),
        ["type long"] = (() => Of() with { Type = new string('x', 201) }, "type", "type has 201 characters: at most 200 are allowed."),
        ["type with a control character"] = (() => Of() with { Type = "a\nb" }, "type", "type holds the control character U+000A at position 1: none is allowed."),
        ["type with NUL"] = (() => Of() with { Type = "\0" }, "type", "type holds the control character U+0000 at position 0: none is allowed."),
        ["type with C1"] = (() => Of() with { Type = "ab\u0085" }, "type", "type holds the control character U+0085 at position 2: none is allowed."),
        ["type with half a pair"] = (() => Of() with { Type = "x\ud83d" }, "type", "type holds half a surrogate pair at position 1: it must be well-formed Unicode."),
        ["type with the wrong half"] = (() => Of() with { Type = "\ude00\ud83d" }, "type", "type holds half a surrogate pair at position 0: it must be well-formed Unicode."),
        ["operation id empty"] = (() => Of() with { OperationId = "" }, "operationId", "operationId is empty: it must have 1 to 200 characters."),
        ["operation id long"] = (() => Of() with { OperationId = new string('x', 201) }, "operationId", "operationId has 201 characters: at most 200 are allowed."),
        ["operation id with half a pair"] = (() => Of() with { OperationId = "\ud83d" }, "operationId", "operationId holds half a surrogate pair at position 0: it must be well-formed Unicode."),
        ["expected version negative"] = (() => Of() with { ExpectedVersion = -1 }, "expectedVersion", "Expected version -1 is negative: it is 0 for an empty line."),
        ["source fork"] = (() => Of() with { Source = StateSource.Fork }, "source", "Source 'fork' is not a caller's to give: update, input, loop and migration are."),
        ["source merge"] = (() => Of() with { Source = StateSource.Merge }, "source", "Source 'merge' is not a caller's to give: update, input, loop and migration are."),
        ["source retrieval"] = (() => Of() with { Source = StateSource.Retrieval }, "source", "Source 'retrieval' is not a caller's to give: update, input, loop and migration are."),
        ["source unknown"] = (() => Of() with { Source = (StateSource)99 }, "source", "Source '99' is not a caller's to give: update, input, loop and migration are."),
        ["payload missing"] = (() => Of() with { Payload = null! }, "payload", "Payload is missing: it must be one JSON value."),
        ["payload large"] = (() => Of() with { Payload = new string('x', 999) }, "payload", "Payload has 1,001 bytes: at most 1,000 are allowed."),
        ["confidence below 0"] = (() => Of(Nothing with { Confidence = -0.1 }), "context.confidence", "context.confidence is -0.1: it must lie in [0, 1]."),
        ["confidence above 1"] = (() => Of(Nothing with { Confidence = 1.0000000000000002 }), "context.confidence", "context.confidence is 1.0000000000000002: it must lie in [0, 1]."),
        ["confidence NaN"] = (() => Of(Nothing with { Confidence = double.NaN }), "context.confidence", "context.confidence is NaN: it must lie in [0, 1]."),
        ["energy negative"] = (() => Of(Nothing with { EnergyCost = -1 }), "context.energyCost", "Energy cost -1 is not a finite number of joules of at least 0."),
        ["energy NaN"] = (() => Of(Nothing with { EnergyCost = double.NaN }), "context.energyCost", "Energy cost NaN is not a finite number of joules of at least 0."),
        ["energy infinite"] = (() => Of(Nothing with { EnergyCost = double.PositiveInfinity }), "context.energyCost", "Energy cost Infinity is not a finite number of joules of at least 0."),
        ["cause missing"] = (() => Caused("a", null!), "context.causes[1]", "context.causes[1] is missing."),
        ["cause empty"] = (() => Caused("a", ""), "context.causes[1]", "context.causes[1] is empty: it must have 1 to 1000 characters."),
        ["cause long"] = (() => Caused(new string('x', 1001)), "context.causes[0]", "context.causes[0] has 1,001 characters: at most 1000 are allowed."),
        ["cause of nothing"] = (() => Caused(new Cause()), "context.causes[0]", "context.causes[0] must have either a label or a state."),
        ["cause of both"] = (() => Caused(new Cause { Label = "a", State = default(StateId) }), "context.causes[0]", "context.causes[0] must have either a label or a state."),
        ["cause label like a link"] = (() => Caused(Cause.Of("state:x")), "context.causes[0]", "context.causes[0] is the label 'state:x': what begins with 'state:' is a link."),
        ["cause that is no link"] = (() => Caused("state:x"), "context.causes", "Cause 'state:x' is not a link: after 'state:' comes a state id."),
        ["cause confidence"] = (() => Caused(Cause.Of("a", confidence: 2)), "context.causes[0].confidence", "context.causes[0].confidence is 2: it must lie in [0, 1]."),
        ["cause confidence NaN"] = (() => Caused(Cause.Of("a", confidence: double.NaN)), "context.causes[0].confidence", "context.causes[0].confidence is NaN: it must lie in [0, 1]."),
        ["cause relation"] = (() => Caused(Cause.Of("a", (CausalRelation)9)), "context.causes[0]", "context.causes[0] has the unknown relation 9: caused, enabled, prevented and no_effect are allowed."),
        ["link to nobody"] = (() => Caused(new StateId(Guid.Empty)), "context.causes", "Cause 'state:00000000-0000-0000-0000-000000000000' links to a state that does not exist."),
        ["causes many"] = (() => Caused([.. Enumerable.Repeat((Cause)"a", 1001)]), "context.causes", "context.causes has 1,001 items: at most 1,000 are allowed."),
        ["effect empty"] = (() => Of(Nothing with { Effects = ["a", ""] }), "context.effects[1]", "context.effects[1] is empty: it must have 1 to 1000 characters."),
        ["effect missing"] = (() => Of(Nothing with { Effects = [null!] }), "context.effects[0]", "context.effects[0] is empty: it must have 1 to 1000 characters."),
        ["effect with a tab"] = (() => Of(Nothing with { Effects = ["a\tb"] }), "context.effects[0]", "context.effects[0] holds the control character U+0009 at position 1: none is allowed."),
        ["effects many"] = (() => Of(Nothing with { Effects = [.. Enumerable.Repeat("a", 1001)] }), "context.effects", "context.effects has 1,001 items: at most 1,000 are allowed."),
        ["counterfactual name empty"] = (() => Instead("", "x"), "context.counterfactuals", "context.counterfactuals is empty: it must have 1 to 200 characters."),
        ["counterfactual name long"] = (() => Instead(new string('x', 201), "x"), "context.counterfactuals", "context.counterfactuals has 201 characters: at most 200 are allowed."),
        ["counterfactual name with half a pair"] = (() => Instead("\udc00", "x"), "context.counterfactuals", "context.counterfactuals holds half a surrogate pair at position 0: it must be well-formed Unicode."),
        ["counterfactual missing"] = (() => Instead("a", null!), "context.counterfactuals.a", "context.counterfactuals.a has no value."),
        ["counterfactual without value"] = (() => Instead("a", new Counterfactual { Value = null! }), "context.counterfactuals.a", "context.counterfactuals.a has no value."),
        ["counterfactual kind"] = (() => Instead("a", new Counterfactual { Value = "x", Kind = (CounterfactualKind)7 }), "context.counterfactuals.a", "context.counterfactuals.a has the unknown kind 7: recorded, replayed and modelled are allowed."),
        ["counterfactual score"] = (() => Instead("a", new Counterfactual { Value = "x", Score = double.NegativeInfinity }), "context.counterfactuals.a", "context.counterfactuals.a has the score -Infinity: it must be a finite number."),
        ["counterfactual branch"] = (() => Instead("a", new Counterfactual { Value = "x", Branch = "" }), "context.counterfactuals.a.branch", "context.counterfactuals.a.branch is empty: it must have 1 to 200 characters."),
        ["counterfactuals many"] = (() => Of(Nothing with { Counterfactuals = Enumerable.Range(0, 1001).ToDictionary(i => $"{i}", _ => (Counterfactual)"x") }), "context.counterfactuals", "context.counterfactuals has 1,001 items: at most 1,000 are allowed."),
        ["counterfactuals large"] = (() => Of(Nothing with { Counterfactuals = Enumerable.Range(0, 2).ToDictionary(i => $"{i}", _ => (Counterfactual)new string('x', 600)) }), "context.counterfactuals", "Counterfactuals have 1,204 bytes: at most 1,000 are allowed."),
        ["payload not UTF-16"] = (() => Of() with { Payload = Payload.Parse("\"\ud800\"") }, "payload", "Payload holds half a surrogate pair at character 1: it must be well-formed Unicode."),
        ["payload not UTF-8"] = (() => Of() with { Payload = Payload.Parse([(byte)'"', 0xC3, (byte)'"']) }, "payload", "Payload is not UTF-8."),
        ["payload over-long UTF-8"] = (() => Of() with { Payload = Payload.Parse([(byte)'"', 0xC0, 0xAF, (byte)'"']) }, "payload", "Payload is not UTF-8."),
        ["payload surrogate in UTF-8"] = (() => Of() with { Payload = Payload.Parse([(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']) }, "payload", "Payload is not UTF-8."),
        ["payload empty"] = (() => Of() with { Payload = Payload.Parse("") }, "payload", "Payload is empty: it must be one JSON value."),
        ["payload blank"] = (() => Of() with { Payload = Payload.Parse(" \t\r\n") }, "payload", "Payload is empty: it must be one JSON value."),
        ["payload deep"] = (() => Of() with { Payload = Payload.Parse(new string('[', 65) + new string(']', 65)) }, "payload", "Payload is nested deeper than 64."),
        ["payload very deep"] = (() => Of() with { Payload = Payload.Parse(string.Concat(Enumerable.Repeat("{\"a\":[", 50)) + "1" + string.Concat(Enumerable.Repeat("]}", 50))) }, "payload", "Payload is nested deeper than 64."),
    };

    private EmbeddedHost _host = null!;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public async ValueTask InitializeAsync() =>
        _host = await EmbeddedHost.StartAsync(new SqlitePlace(), new EngineOptions { MaxPayloadBytes = 1000 });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_save_that_breaks_a_rule_names_the_field_and_stores_nothing(string name)
    {
        var (request, field, message) = Cases[name];
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await _host.Aura.Agent("a").SaveAsync(request()));
        Assert.Equal((field, message), (error.Field, error.Message));
        var statistics = await _host.Aura.StatisticsAsync();
        Assert.Equal((0L, 0L, 0L, 0L), (statistics.States, statistics.Branches, statistics.Links, statistics.Blobs));
    }

    [Theory]
    [InlineData("nul")]
    [InlineData("{")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1] [2]")]
    [InlineData("// c\n1")]
    [InlineData("'a'")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("\"\u0001\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\uFEFF1")]
    [InlineData("\u00A01")]
    public void What_is_not_JSON_is_refused_as_such(string text)
    {
        var error = Assert.Throws<InvalidInputException>(() => Payload.Parse(text));
        Assert.Equal("payload", error.Field);
        Assert.StartsWith("Payload is not valid JSON: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(error.Message, Assert.Throws<InvalidInputException>(() => Payload.Parse(Encoding.UTF8.GetBytes(text))).Message);
    }

    [Fact]
    public async Task The_limits_themselves_are_allowed()
    {
        var deep = Payload.Parse(new string('[', 64) + new string(']', 64));
        var name = string.Concat(Enumerable.Repeat("😀", 100));
        var saved = await _host.Aura.Agent(name).SaveAsync(new SaveRequest
        {
            Payload = deep,
            Type = new string('é', 200),
            OperationId = new string('\uFFFD', 200),
            Context = new CausalContext
            {
                Causes = [.. Enumerable.Repeat(Cause.Of(new string('x', 1000), confidence: 1), 1000)],
                Effects = [.. Enumerable.Repeat(new string('\u2028', 1000), 1000)],
                Counterfactuals = Enumerable.Range(0, 100).ToDictionary(i => $"{i}".PadLeft(200, 'x'), _ => new Counterfactual { Value = Payload.Null, Branch = name }),
                Confidence = 0,
                EnergyCost = double.MaxValue,
            },
        });
        await _host.Aura.Agent(name).CreateBranchAsync(new string('b', 200));
        await _host.Aura.Branch(name, new string('b', 200)).SaveAsync("x", new string('x', 998));
        await _host.RestartAsync();
        Assert.Equal(saved.Text(), (await _host.Aura.FindAsync(saved.Id))!.Text());
        Assert.All(await _host.Aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
    }

    private static SaveRequest Of(CausalContext? context = null) => new() { Payload = "x", Context = context ?? CausalContext.Empty };

    private static SaveRequest Caused(params Cause[] causes) => Of(new CausalContext { Causes = causes });

    private static SaveRequest Instead(string name, Counterfactual counterfactual) =>
        Of(new CausalContext { Counterfactuals = new Dictionary<string, Counterfactual> { [name] = counterfactual } });
}
