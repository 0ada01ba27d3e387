namespace Aura.Tests.Cli;

/// <summary>What the commands around what could have been and could be print, for people and as JSON.</summary>
public sealed class FutureCommands : AuraProcess
{
    private const string Run = """
        [{"task_id":7,"trial":0,"reward":0,
          "traj":[{"role":"user","content":"Cancel my flight"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"cancel","arguments":"{\"id\":\"B\"}"}}]},
            {"role":"tool","tool_call_id":"1","content":"done"},{"role":"assistant","content":"It is cancelled"}],
          "info":{"task":{"actions":[{"name":"cancel","kwargs":{"id":"A"}}]}}}]
        """;

    [Fact]
    public async Task What_could_have_been_is_tried_and_compared()
    {
        await OkAsync("save", "a", "\"request\"");
        await OkAsync("save", "a", "\"now\"", "--type", "decision", "--counterfactual", "wait=later", "--counterfactual", "never=0");
        await OkAsync("save", "a", """{"reward":0.2}""", "--type", "outcome");
        Assert.Equal("No counterfactual was tried.\n", await OkAsync("what-if", "a", "--list"));
        Assert.Contains("records never, wait: say which", await RefusedAsync(2, "what-if", "a@2"), StringComparison.Ordinal);
        Assert.Contains("records nothing", await RefusedAsync(4, "what-if", "a"), StringComparison.Ordinal);
        var opened = await OkAsync("what-if", "a@2", "--counterfactual", "wait");
        string[] all = ["a@2  2", "decision  now", "instead", "a@2 [what-if/wait]", "later", "goes on from a@1", "aura branch diff a a:what-if/wait"];
        foreach (var said in all) Assert.Contains(said, opened, StringComparison.Ordinal);
        Assert.Equal("\"later\"\n", await OkAsync("load", "a", "--branch", "what-if/wait"));
        await OkAsync("save", "a", """{"reward":0.9}""", "--branch", "what-if/wait", "--type", "outcome");
        Assert.Equal("what-if/wait  wait of a@2  predicted -  realised 0.9  factual 0.2\n", await OkAsync("what-if", "a", "--list"));
        Assert.Equal(0.9, (await JsonAsync("what-if", "a", "--list"))[0].GetProperty("realised").GetDouble());
        var named = await JsonAsync("what-if", "a@2", "--counterfactual", "never", "--branch", "n", "--choice", "a@3");
        Assert.Equal(2, named.GetProperty("branch").GetProperty("forkVersion").GetInt32());
    }

    [Fact]
    public async Task An_imported_run_is_tried_again_from_the_decision_that_went_wrong()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "runs.json"), Run);
        await OkAsync("import", "chat", "runs.json");
        var agent = (await JsonAsync("agents"))[0].GetProperty("agent").GetString()!;
        var opened = await OkAsync("what-if", agent);
        Assert.StartsWith($"Chosen was:\n{agent}@2  ", opened, StringComparison.Ordinal);
        Assert.Contains($"goes on from {agent}@1.", opened, StringComparison.Ordinal);
        Assert.Contains("\"A\"", await OkAsync("load", agent, "--branch", "what-if/expected_actions"), StringComparison.Ordinal);
        await OkAsync("save", agent, """{"reward":1}""", "--branch", "what-if/expected_actions", "--type", "outcome");
        Assert.Contains("realised 1  factual 0", await OkAsync("what-if", agent, "--list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_is_only_assumed_to_have_gone_wrong_is_said_to_be()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "runs.json"), Run.Replace("\"name\":\"cancel\",\"arg", "\"name\":\"get_it\",\"arg", StringComparison.Ordinal));
        await OkAsync("import", "chat", "runs.json", "--name", "t");
        var agent = (await JsonAsync("agents"))[0].GetProperty("agent").GetString()!;
        foreach (var json in (string[][])[[], ["--json"]])
        {
            var ran = await AuraAsync(["what-if", agent, .. json]);
            Assert.Equal((0, "aura: Which decision went wrong is not known: the last one is taken. --choice names another.\n"), (ran.Code, ran.Error));
            Assert.Contains(json.Length > 0 ? "\"forkVersion\":3" : $"Chosen was:\n{agent}@4  ", ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_examples_of_the_help_go_with_the_demonstration()
    {
        await OkAsync("demo", "--store", "sqlite:aura.db");
        await OkAsync("what-if", "concierge@4");
        await OkAsync("what-if", "concierge@4", "--counterfactual", "wait_for_sale", "--branch", "patient");
        await OkAsync("branch", "create", "concierge", "other-search", "--from", "3");
    }

    [Fact]
    public async Task Confidence_is_compared_with_what_came()
    {
        Assert.Equal(0, (await AuraAsync("save", "a", "1", "--confidence", "0.75", "--type", "decision")).Code);
        await OkAsync("save", "a", """{"reward":1}""", "--type", "outcome");
        var shown = await OkAsync("calibration", "a");
        Assert.Contains("1 pair  Brier score 0.0625  base rate 1 ", shown, StringComparison.Ordinal);
        Assert.Contains("0.7 - 0.8   1.00  ████████████████████          1\n", shown, StringComparison.Ordinal);
        Assert.EndsWith("  nothing to compare yet\n", shown, StringComparison.Ordinal);
        Assert.Equal(0.0625, (await JsonAsync("calibration", "a")).GetProperty("confidence").GetProperty("brier").GetDouble());
    }

    [Fact]
    public async Task A_retrieval_is_computed_while_a_state_is_loaded()
    {
        await OkAsync("save", "a", """{"x":[1,2],"y":3}""");
        await OkAsync("save", "a", """{"x":0}""");
        const string Arguments = """{"paths":["/x"]}""";
        Assert.Equal("{\"/x\":0}\n", await OkAsync("load", "a", "--compute", "project", "--args", Arguments));
        Assert.Equal("{\"/x\":[1,2]}\n", await OkAsync("load", "a", "--at", "1", "--compute", "project", "--args", Arguments, "--time-limit", "10s"));
        var remembered = await JsonAsync("load", "a", "--compute", "project", "--args", Arguments, "--remember");
        Assert.Equal(2, remembered.GetProperty("state").GetProperty("version").GetInt32());
        Assert.Equal(3, remembered.GetProperty("remembered").GetProperty("version").GetInt32());
        Assert.Contains("'none' is not registered", await RefusedAsync(1, "load", "a", "--compute", "none"), StringComparison.Ordinal);
        Assert.Contains("rguments", await RefusedAsync(1, "load", "a", "--compute", "project"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_go_from_one_store_to_another()
    {
        await OkAsync("save", "z", "1");
        await OkAsync("branch", "create", "z", "x");
        await OkAsync("save", "z", "2", "--branch", "x");
        await OkAsync("save", "a", "3", "--cause", $"state:{(await JsonAsync("load", "z", "--branch", "x")).GetProperty("id").GetString()}");
        Assert.Equal("Wrote 4 records to all.jsonl\n", await OkAsync("export", "--out", "all.jsonl"));
        Assert.Equal(await OkAsync("export"), await System.IO.File.ReadAllTextAsync(Path.Combine(Folder, "all.jsonl")));
        Assert.Equal(4, (await JsonAsync("export", "a", "z", "--out", "all.jsonl")).GetProperty("records").GetInt32());
        Assert.Empty(Directory.GetFiles(Folder, "*.part"));

        // The first pass finds the agent a waiting for z.
        Assert.Equal("Stored 3 states and 1 branch; 0 were there already\n", await OkAsync("replay", "all.jsonl", "--store", "sqlite:copy.db"));
        Assert.Equal(await OkAsync("log", "z", "--branch", "x", "--json"), await OkAsync("log", "z", "--branch", "x", "--json", "--store", "sqlite:copy.db"));
        await OkAsync("verify", "--all", "--store", "sqlite:copy.db");
        Assert.Equal(4, (await JsonAsync("replay", "all.jsonl", "--store", "sqlite:copy.db")).GetProperty("known").GetInt32());
    }

    [Fact]
    public async Task An_export_without_the_causes_says_whose_they_are_and_so_does_its_replay()
    {
        await OkAsync("demo", "--store", "sqlite:aura.db");
        var alone = await AuraAsync("export", "concierge");
        const string Warning = "aura: Warning: causes of these states are not written, and `aura replay` needs them: those of 'fare-watch'.\n";
        Assert.Equal((0, Warning), (alone.Code, alone.Error));
        Assert.Equal((0, Warning), await AuraAsync("export", "concierge", "--out", "again.jsonl") is var again ? (again.Code, again.Error) : default);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "a.jsonl"), alone.Output);
        var ran = await AuraAsync("replay", "a.jsonl", "--store", "sqlite:part.db");
        Assert.Equal((1, "Stored 3 states and 1 branch; 0 were there already\n"), (ran.Code, ran.Output));
        Assert.Matches(
            "^aura: 5 records could not be stored: state [0-9a-f-]{36}, a cause of concierge@4 and of an agent that was not exported, is neither in the file nor "
                + "in the store\\.\n$", ran.Error);

        // As the help says.
        await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, "two.jsonl"), await OkAsync("export", "concierge", "fare-watch"));
        await OkAsync("replay", "two.jsonl", "--store", "sqlite:copy.db");
        Assert.Equal(await OkAsync("log", "concierge", "--json"), await OkAsync("log", "concierge", "--json", "--store", "sqlite:copy.db"));
    }
}
