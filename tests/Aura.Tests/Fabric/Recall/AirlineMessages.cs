using System.Text.Json.Nodes;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric.Recall;

/// <summary>What users and tools said in the airline's runs: every message with a word in it, by the state that it is imported as.</summary>
public static class AirlineMessages
{
    public static async Task<List<(string State, string Text)>> ReadAllAsync()
    {
        var messages = new List<(string, string)>();
        var buffer = new char[Words.MaxLength];
        await using var file = File.OpenRead(SharedData.Find(SharedData.AirlineRuns));
        foreach (var run in (await JsonNode.ParseAsync(file))!.AsArray())
        {
            var version = 0;
            foreach (var message in run!["traj"]!.AsArray())
            {
                version++;
                if ((string)message!["role"]! is not ("user" or "tool")) continue;
                var text = MemoryText.Of((string)message["content"]!);
                if (new Words(text, buffer).MoveNext())
                    messages.Add(($"airline/task-{run["task_id"]}-trial-{run["trial"]}@{version}", text));
            }
        }
        return messages;
    }
}
