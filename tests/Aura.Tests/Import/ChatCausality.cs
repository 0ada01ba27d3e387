namespace Aura.Tests.Import;

/// <summary>Which causes and effects each message gets.</summary>
public sealed class ChatCausality : ImportTest
{
    private static string Call(string id, string name, string arguments = "{}") =>
        $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":"{{{arguments}}}"}}]}""";

    private static string Result(string id) => $$"""{"role":"tool","tool_call_id":"{{id}}","content":"ok"}""";

    private static string Says(string role) => $$"""{"role":"{{role}}","content":"text"}""";

    private async Task<string[]> OfAsync(params string[] messages)
    {
        await ImportAsync($$"""{"messages":[{{string.Join(',', messages)}}]}""");
        await AssertHoldsAsync(1);
        return await SketchAsync("t/run-1");
    }

    [Fact]
    public async Task A_decision_is_caused_by_the_last_user_message_and_by_each_result_since_the_last_decision() =>
        Assert.Equal(
            [
                "observation", "decision <- 1 -> call:a", "observation <- 2", "observation", "decision <- 4, 3 -> call:b", "observation <- 5",
                "observation <- 5", "decision <- 4, 6, 7", "decision <- 4",
            ],
            await OfAsync(
                Says("user"), Call("1", "a"), Result("1"), Says("user"), Call("2", "b"), Result("2"), Result("2"), Says("assistant"), Says("assistant")));

    [Fact]
    public async Task A_result_is_caused_by_the_decision_that_made_its_call() =>
        Assert.Equal(
            ["decision -> call:a", "decision -> call:b", "observation <- 1", "observation <- 2", "decision <- 3, 4"],
            await OfAsync(Call("1", "a"), Call("2", "b"), Result("1"), Result("2"), Says("assistant")));

    [Fact]
    public async Task A_result_of_an_unknown_call_is_caused_by_the_last_decision() =>
        Assert.Equal(
            ["observation", "decision <- 1 -> call:a", "observation <- 2", "observation <- 2"],
            await OfAsync(Result("0"), Call("1", "a"), Result("9"), """{"role":"tool","content":"x"}"""));

    [Fact]
    public async Task System_and_developer_messages_are_caused_by_the_system_prompt() =>
        Assert.Equal(
            ["observation <- system_prompt", "observation <- system_prompt", "observation", "decision <- 3"],
            await OfAsync(Says("system"), Says("developer"), Says("user"), Says("assistant")));

    [Fact]
    public async Task Calls_in_the_old_form_are_calls() =>
        Assert.Equal(
            ["observation", "decision <- 1 -> call:ff", "observation <- 2"],
            await OfAsync(
                Says("user"), """{"role":"assistant","function_call":{"name":"ff","arguments":"{}"}}""", """{"role":"function","name":"ff","content":"1"}"""));

    [Fact]
    public async Task Each_call_of_a_message_is_an_effect_in_order() =>
        Assert.Equal(
            ["decision -> call:a, call:b, call:a"],
            await OfAsync(
                """{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"a"}},7,{"id":2,"function":{"name":"b"}},{"function":{}},{"function":{"name":"a"}}]}"""));

    [Fact]
    public async Task A_decision_takes_the_latest_thousand_causes()
    {
        var sketch = await OfAsync([Says("user"), Call("1", "a"), .. Enumerable.Repeat(Result("1"), 1500), Says("assistant")]);
        Assert.Equal($"decision <- 1, {string.Join(", ", Enumerable.Range(504, 999))}", sketch[^1]);
    }

    [Fact]
    public async Task Sources_say_who_spoke()
    {
        await OfAsync(Says("system"), Says("user"), Call("1", "a"), Result("1"));
        Assert.Equal(
            [StateSource.Input, StateSource.Input, StateSource.Loop, StateSource.Input], (await HistoryAsync("t/run-1")).Select(s => s.Source));
    }

    [Theory]
    [InlineData("""{\"a\":1,\"b\":[1.0,{\"c\":null}]}""", """{"b":[1e0,{"c":null}],"a":1.00}""", "")]
    [InlineData("""{\"a\":1}""", """{"a":2}""", " -> missing:f")]
    [InlineData("""{\"a\":1}""", """{"a":"1"}""", " -> missing:f")]
    [InlineData("""{\"a\":1}""", """{"a":1,"b":null}""", " -> missing:f")]
    [InlineData("""{\"a\":[1,2]}""", """{"a":[2,1]}""", " -> missing:f")]
    [InlineData("""{\"a\":\"\\u00e9\"}""", """{"a":"é"}""", "")]
    [InlineData("{}", "null", "")]
    [InlineData("", "{}", "")]
    [InlineData("{bad", "{}", " -> missing:f")]
    [InlineData("""{\"a\":100}""", """{"a":1e2}""", "")]
    [InlineData("""{\"a\":0}""", """{"a":-0.0}""", "")]
    [InlineData("""{\"a\":12345678901234567890123}""", """{"a":12345678901234567890124}""", " -> missing:f")]
    public async Task An_expected_call_is_missing_unless_one_was_made_that_says_the_same(string made, string expected, string effects)
    {
        await ImportAsync(
            $$$$"""[{"messages":[{{{{Call("1", "f", made)}}}}],"reward":0.50,"info":{"task":{"actions":[{"name":"f","kwargs":{{{{expected}}}}}]}}}]""");
        Assert.Equal(["decision -> call:f", "outcome <- 1" + effects], await SketchAsync("t/run-1"));
        var outcome = (await HistoryAsync("t/run-1"))[1];
        Assert.Equal("""{"reward":0.50}""", outcome.Payload!.ToString());
        Assert.Equal($$"""[{"name":"f","kwargs":{{expected}}}]""", outcome.Context.Counterfactuals["expected_actions"].Value.ToString());
        Assert.Equal(CounterfactualKind.Recorded, outcome.Context.Counterfactuals["expected_actions"].Kind);
    }

    [Fact]
    public async Task Each_expected_call_that_was_not_made_is_named()
    {
        await ImportAsync(
            $$$$"""[{"messages":[{{{{Call("1", "f")}}}}],"reward":{"x":1},"task_id":"q","info":{"task":{"actions":[{"name":"g"},{"name":"f","arguments":{}},{"name":"g","arguments":{"z":1}},5]}}}]""");
        Assert.Equal("outcome <- 1 -> missing:g, missing:g", (await SketchAsync("t/task-q"))[1]);
        Assert.Equal("""{"reward":{"x":1},"task_id":"q"}""", (await HistoryAsync("t/task-q"))[1].Payload!.ToString());
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData(",\"reward\":null", 4)]
    [InlineData(",\"reward\":0", 5)]
    [InlineData(",\"reward\":0,\"info\":{}", 5)]
    [InlineData(",\"reward\":0,\"info\":{\"task\":{\"actions\":7}}", 5)]
    public async Task A_run_has_an_outcome_only_if_it_was_rated(string rest, int states)
    {
        await ImportAsync($$"""{"messages":[{{Messages}}]{{rest}}}""");
        var history = await HistoryAsync("t/run-1");
        Assert.Equal(states, history.Count);
        Assert.All(history, s => Assert.Empty(s.Context.Counterfactuals));
        if (states == 5) Assert.Equal("outcome <- 4", (await SketchAsync("t/run-1"))[4]);
    }

    [Fact]
    public async Task Labels_that_Aura_would_not_take_are_made_fit()
    {
        await ImportAsync($$"""{"messages":[{{Call("1", @"\u0007" + new string('x', 2000))}},{{Call("2", @"\ud800y")}}]}""");
        var effects = (await HistoryAsync("t/run-1")).SelectMany(s => s.Context.Effects).ToArray();
        Assert.Equal(["call: " + new string('x', 993) + "…"], effects);
        await AssertHoldsAsync(1);
    }
}
