using Aura;
using Aura.Client;
using Aura.Testing;

if (args is [CrashWriter.Speculate, var place, var speculators])
{
    await CrashSpeculations.RunAsync(place, int.Parse(speculators));
    return;
}

if (args is [CrashWriter.Remember, var memories, var fabrics])
{
    await CrashMemories.RunAsync(memories, int.Parse(fabrics));
    return;
}

// The process that crash tests kill: saves states of many agents at once, each agent's one after the other, and prints a line
// "AGENT VERSION ID" for each once it is acknowledged, until it is killed or has saved as many as it was told to. With a fifth argument
// each state has an operation id that begins with it.
var (store, prefix, agents, states) = (args[0], args[1], int.Parse(args[2]), int.Parse(args[3]));
var operations = args.Length > 4 ? args[4] : null;

await using var aura = await AuraClient.OpenAsync(store);
var printing = new Lock();
using var output = new StreamWriter(Console.OpenStandardOutput());
await Task.WhenAll(Enumerable.Range(0, agents).Select(SaveAsync));

async Task SaveAsync(int number)
{
    var agent = aura.Agent($"{prefix}{number}");
    for (var i = 0; i < states; i++)
    {
        var state = await agent.SaveAsync(new SaveRequest
        {
            Payload = $"state {i} of {number} by {Environment.ProcessId}",
            Context = new CausalContext { Causes = ["crash_test"], Confidence = 0.5 },
            OperationId = operations is null ? null : $"{operations}{i}",
        });
        lock (printing)
        {
            output.WriteLine($"{state.Agent} {state.Version} {state.Id}");
            output.Flush();
        }
    }
}
