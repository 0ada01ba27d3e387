using System.Text.Json;
using Aura.Tests.Hosting;

namespace Aura.Tests.Cli;

/// <summary>Memories of what users and tools said in 200 real runs, where the machine has them.</summary>
public sealed class RealMemories : AuraProcess
{
    [Fact]
    public async Task Of_real_runs_much_becomes_semantic_and_what_differs_between_runs_is_in_superposition()
    {
        await OkAsync("import", "chat", SharedData.Find(SharedData.AirlineRuns), "--name", "airline");
        Assert.StartsWith(
            "2,534 memories added, 0 were there already; 320 states without a word, or of a system prompt, passed over",
            await OkAsync("memory", "remember", "airline", "--agents", "airline/"), StringComparison.Ordinal);
        var found = await JsonAsync("memory", "recall", "airline", "can I cancel because of a family emergency?", "--top", "3", "--label", "user");
        Assert.All(found.GetProperty("hits").EnumerateArray(), hit => Assert.Contains("family emergency", ContentOf(hit.GetProperty("memory")), StringComparison.Ordinal));

        var evolution = await JsonAsync("memory", "evolve", "airline", "--at", "+30d");
        Assert.InRange(evolution.GetProperty("consolidated").GetInt64(), 900, 1500);
        Assert.InRange(evolution.GetProperty("semantic").GetArrayLength(), 150, 300);
        Assert.Equal(0, evolution.GetProperty("archived").GetInt64());
        // Each run of this task ends with other flights in the same reservation.
        var superposed = (await JsonAsync("memory", "list", "airline", "--superposed", "--tier", "semantic", "--label", "tool")).EnumerateArray();
        var reservation = superposed.Single(m => ContentOf(m).Contains("\"reservation_id\": \"M05KNL\"", StringComparison.Ordinal)).GetProperty("id").GetString()!;
        Assert.Contains("\"business\"", await ChosenAsync(reservation, "business, for 1936 and 851 dollars"), StringComparison.Ordinal);
        Assert.Contains("HAT110", await ChosenAsync(reservation, "changed to HAT110 and HAT172"), StringComparison.Ordinal);
        Assert.StartsWith("All holds: 5,508 states", await OkAsync("verify", "--all"), StringComparison.Ordinal);
    }

    private async Task<string> ChosenAsync(string id, string context) =>
        (await OkAsync("memory", "collapse", "airline", id, "--context", context)).Split('\n').Single(line => line.StartsWith('*'));

    private static string ContentOf(JsonElement memory) => memory.GetProperty("content").GetString()!;
}
