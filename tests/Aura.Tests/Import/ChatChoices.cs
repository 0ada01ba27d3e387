using Aura.Client;

namespace Aura.Tests.Import;

/// <summary>Which decision of an imported run went wrong.</summary>
public sealed class ChatChoices : ImportTest
{
    private static string Call(params (string Name, string Arguments)[] calls) =>
        $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', calls.Select(c => Function(c.Name, c.Arguments)))}}]}""";

    private static string Function(string name, string arguments) =>
        $$$"""{"type":"function","function":{"name":"{{{name}}}","arguments":"{{{arguments.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}}""";

    private static string Says(string role) => $$"""{"role":"{{role}}","content":"text"}""";

    private async Task<(long Version, bool IsFound)?> ChosenAsync(string? actions, params string[] messages)
    {
        var info = actions is null ? "" : $$""","info":{"task":{"actions":{{actions}} } }""";
        await ImportAsync($$"""{"messages":[{{string.Join(',', messages)}}],"reward":0{{info}} }""");
        var outcome = (await HistoryAsync("t/run-1"))[^1];
        var choice = await ChatChoice.FindAsync(Aura, outcome);
        Assert.True(choice is null or { Decision: { Type: StateTypes.Decision, Agent: "t/run-1" } });
        return choice is null ? null : (choice.Decision.Version, choice.IsFound);
    }

    [Fact]
    public async Task The_first_call_of_a_missing_tool_with_other_arguments_is_the_choice() =>
        Assert.Equal((4, true), await ChosenAsync(
            """[{"name":"find","kwargs":{}},{"name":"book","kwargs":{"seat":1}},{"name":"book","arguments":{"seat":2}}]""",
            Says("user"), Call(("find", "{}")), Call(("book", "{\"seat\" : 1}")), Call(("find", "{\"x\":1}"), ("book", "{\"seat\":3}")), Call(("book", "{\"seat\":4}")),
            Says("assistant")));

    [Fact]
    public async Task A_tool_that_was_never_called_leaves_the_last_decision() =>
        Assert.Equal((4, false), await ChosenAsync("""[{"name":"book","kwargs":{"seat":1}}]""", Says("user"), Call(("find", "{}")), Says("user"), Says("assistant"), Says("user")));

    [Fact]
    public async Task An_unexpected_call_that_is_no_look_up_is_the_choice_where_it_comes_first()
    {
        const string Actions = """[{"name":"book","kwargs":{"seat":1}}]""";
        Assert.Equal((3, true), await ChosenAsync(
            Actions, Says("user"), Call(("get_seats", "{}"), ("book", "{\"seat\":1}")), Call(("cancel", "{}")), Call(("book", "{\"seat\":2}"))));
    }

    [Fact]
    public async Task A_call_that_nobody_expected_at_all_is_the_choice() =>
        Assert.Equal((1, true), await ChosenAsync("[]", Call(("cancel", "{}")), Says("assistant")));

    [Theory]
    [InlineData("get_user", false)]
    [InlineData("getUser", false)]
    [InlineData("GetUser", false)]
    [InlineData("list-seats", false)]
    [InlineData("search", false)]
    [InlineData("calculate", false)]
    [InlineData("think", false)]
    [InlineData("getaway_booking", true)]
    [InlineData("_", true)]
    [InlineData("updateUser", true)]
    public async Task A_look_up_is_known_by_the_first_word_of_its_name(string tool, bool isChoice) =>
        Assert.Equal(isChoice ? (1, true) : (2, false), await ChosenAsync("[]", Call((tool, "{}")), Says("assistant")));

    [Fact]
    public async Task Without_expected_actions_it_is_the_last_decision() =>
        Assert.Equal((3, false), await ChosenAsync(null, Says("user"), Call(("find", "{}")), Says("assistant")));

    [Fact]
    public async Task A_run_without_a_decision_has_none() => Assert.Null(await ChosenAsync("""[{"name":"book"}]""", Says("user"), Says("system")));

    [Fact]
    public async Task A_tool_whose_name_is_too_long_for_a_label_is_known_all_the_same()
    {
        var name = new string('x', 2000);
        Assert.Equal((1, true), await ChosenAsync($$"""[{"name":"{{name}}","kwargs":{"a":1} }]""", Call((name, "{\"a\":2}")), Says("assistant")));
    }

    [Fact]
    public async Task Decisions_that_are_no_messages_or_were_erased_are_passed_over()
    {
        var agent = Aura.Agent("a");
        var erased = await agent.SaveAsync(StateTypes.Decision, Payload.Parse(Call(("book", "{}"))));
        await agent.ErasePayloadAsync(erased.Id);
        await agent.SaveAsync(StateTypes.Decision, "just text");
        var wrong = await agent.SaveAsync(StateTypes.Decision, Payload.Parse(Call(("book", "{\"seat\":1}"))));
        await agent.SaveAsync(StateTypes.Decision, "more text");
        await agent.CreateBranchAsync("b");
        var outcome = await Aura.Branch("a", "b").SaveAsync(StateTypes.Outcome, Payload.Parse("0"), new() { Effects = ["missing:book"] });
        await Aura.Branch("a", "b").SaveAsync(StateTypes.Decision, "later");
        Assert.Equal((wrong.Id, true), await ChatChoice.FindAsync(Aura, outcome) is { } choice ? (choice.Decision.Id, choice.IsFound) : default);
    }
}
