namespace Aura.Tests.Cli;

/// <summary>What the commands around speculations print, for people and as JSON.</summary>
public sealed class SpeculationCommands : AuraProcess
{
    [Fact]
    public async Task Futures_are_run_side_by_side_and_the_best_is_promoted()
    {
        await OkAsync("save", "a", "\"request\"");
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(Folder, "late.json"), """{"steps":[{"payload":{"reward":0.4},"type":"outcome","confidence":0.3}]}""");
        string[] futures =
        [
            "speculate", "a", "--name", "fares", "--scorer", "value", "--scorer-args", """{"path":"/reward"}""",
            "--future", """now=[{"reward":0.1},{"reward":0.8}]""", "--future", "late=@late.json",
            "--future", """steps:script={"steps":[{"payload":{"reward":0.2}}]}""",
        ];
        var shown = await OkAsync(futures);
        var lines = shown.Split('\n');
        Assert.Matches("^now    finished        2         0.8  ", lines[1]);
        Assert.Matches("^late   finished        1         0.4  ", lines[2]);
        Assert.Matches("^steps  finished        1         0.2  ", lines[3]);
        Assert.Matches("^Promoted now to main: a@2, ", lines[5]);
        Assert.Equal("{\"reward\":0.8}\n", await OkAsync("load", "a"));
        // It is shown again, but what is asked for the second time would be ignored.
        const string Started = "aura: Speculation 'fares' of agent 'a' has started before: leave the futures out to see it, or give another name.";
        Assert.Equal(Started, await RefusedAsync(1, futures));
        Assert.Equal(shown, await OkAsync("speculate", "a", "--name", "fares"));
        Assert.Equal("won", (await JsonAsync("speculate", "a", "--name", "fares", "--cancel")).GetProperty("status").GetString());
        Assert.Matches("^fares  won  3 futures  since 2.*  won by now\n$", await OkAsync("speculate", "a", "--list"));
        Assert.Equal(1, (await JsonAsync("speculate", "a", "--list")).GetArrayLength());
        await AssertLogIsLeftOutAsync();

        Assert.EndsWith(
            "b is the best, and stays on its branch\n",
            await OkAsync(
                "speculate", "a", "--name", "again", "--from", "1", "--scorer", "confidence", "--keep-apart", "--parallel", "1", "--time", "1h",
                "--states", "5", "--future", """a=[{"payload":1,"confidence":0.1}]""", "--future", """b=[{"payload":1,"confidence":0.2}]"""), StringComparison.Ordinal);
        var refused = await RefusedAsync(1, "speculate", "a", "--name", "x", "--scorer", "none", "--future", "x=[1]");
        Assert.Contains("'none' is not registered", refused, StringComparison.Ordinal);
        await RefusedAsync(4, "speculate", "a", "--name", "none");
        await RefusedAsync(4, "speculate", "a", "--name", "none", "--cancel");
    }

    [Fact]
    public async Task A_speculation_that_ends_undecided_has_its_own_exit_code()
    {
        await OkAsync("save", "a", "1");
        var ran = await AuraAsync("speculate", "a", "--name", "n", "--scorer", "value", "--scorer-args", """{"path":"/x"}""", "--future", "f=[1]");
        Assert.Equal((1, "aura: Speculation 'n' of agent 'a' ended undecided: no future came to its end with a score.\n"), (ran.Code, ran.Error));
        Assert.EndsWith("none was promoted\n", ran.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await AuraAsync("speculate", "a", "--name", "n", "--json")).Code);
    }

    [Fact]
    public async Task Steps_may_have_causes()
    {
        await OkAsync("save", "a", "1");
        await OkAsync("speculate", "a", "--name", "n", "--scorer", "confidence", "--future", """f=[{"payload":2,"confidence":1,"causes":["why"]}]""");
        Assert.Equal(2, (await JsonAsync("load", "a")).GetProperty("payload").GetInt32());
        Assert.Contains("why", await OkAsync("log", "a", "--branch", "n/f", "--json"), StringComparison.Ordinal);
    }

    // What a speculation keeps of itself is no future of the agent.
    private async Task AssertLogIsLeftOutAsync()
    {
        const string LeftOut = "aura: 1 log of a speculation is left out: --all shows it.\n";
        foreach (var command in (string[])["list", "graph"])
        {
            foreach (var json in (string[][])[[], ["--json"]])
            {
                var ran = await AuraAsync(["branch", command, "a", .. json]);
                Assert.Equal((0, LeftOut), (ran.Code, ran.Error));
                Assert.Contains("fares/now", ran.Output, StringComparison.Ordinal);
                Assert.DoesNotContain("speculation:", ran.Output, StringComparison.Ordinal);
                Assert.Contains("speculation:fares", await OkAsync(["branch", command, "a", "--all", .. json]), StringComparison.Ordinal);
            }
        }
        Assert.Contains("main@2 (promotes ", (await AuraAsync("branch", "graph", "a")).Output, StringComparison.Ordinal);
    }
}
