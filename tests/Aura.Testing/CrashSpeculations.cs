using Aura.Client;
using Aura.Engine;

namespace Aura.Testing;

/// <summary>What a process does that is killed meanwhile: one speculation after the other, and one merge after the other, of several agents at once.</summary>
public static class CrashSpeculations
{
    private const int Futures = 6;
    private const int Steps = 5;

    /// <summary>Registers what the futures run.</summary>
    public static void Register(EngineParts parts) => parts.Simulations.Add("slow", new Slow());

    /// <summary>An agent's speculation of that number.</summary>
    public static SpeculationRequest Request(int number) => new()
    {
        Futures =
        [
            .. Enumerable.Range(0, Futures).Select(i => new FutureRequest
            {
                Name = $"f{i}", Simulation = "slow", Arguments = Payload.From(new { reward = i == number % Futures ? 100 : i }),
            }),
        ],
        Scorer = "value",
        ScorerArguments = Payload.Parse("""{"path":"/reward"}"""),
    };

    /// <summary>The name of the future that must win it.</summary>
    public static string WinnerOf(int number) => $"f{number % Futures}";

    /// <summary>The name of an agent that merges instead.</summary>
    public static string MergingAgent(int number) => $"merging{number}";

    /// <summary>What both sides have come to at a merge of that number.</summary>
    public static Payload Content(int ours, int theirs) => Payload.From(new { ours, theirs });

    /// <summary>Goes on until it is killed, and prints a line "AGENT VERSION ID" for each promotion and merge that it is told of.</summary>
    public static async Task RunAsync(string store, int agents)
    {
        var options = new AuraOptions { Store = store };
        Register(options.Parts);
        await using var aura = await AuraClient.OpenAsync(options);
        var printing = new Lock();
        using var output = new StreamWriter(Console.OpenStandardOutput());
        await Task.WhenAll(Enumerable.Range(0, agents).SelectMany(agent => (Task[])[SpeculateAsync(agent), MergeAsync(MergingAgent(agent))]));

        async Task SpeculateAsync(int agent)
        {
            var line = aura.Agent($"agent{agent}");
            await line.SaveAsync(new SaveRequest { Payload = "begin", OperationId = "begin" });
            for (var number = (await line.ListSpeculationsAsync()).Count(s => s.HasEnded); ; number++)
            {
                var info = await aura.Speculation($"agent{agent}", $"s{number}").RunAsync(Request(number));
                Print((await aura.FindAsync(info.Promotion!.Value))!);
            }
        }

        async Task MergeAsync(string agent)
        {
            var (line, branch) = (aura.Agent(agent), aura.Branch(agent, "x"));
            await line.SaveAsync(new SaveRequest { Payload = Content(0, 0), OperationId = "begin" });
            if ((await line.ListBranchesAsync()).Count == 1) await line.CreateBranchAsync("x");
            for (var number = (await line.BranchGraphAsync()).Joins.Count + 1; ; number++)
            {
                await branch.SaveAsync(new SaveRequest { Payload = Content(0, number), OperationId = $"theirs:{number}" });
                await line.SaveAsync(new SaveRequest { Payload = Content(number, number - 1), OperationId = $"ours:{number}" });
                Print((await line.MergeAsync(new MergeRequest { Branch = "x", OperationId = $"merge:{number}" })).State!);
            }
        }

        void Print(AgentState state)
        {
            lock (printing)
            {
                output.WriteLine($"{state.Agent} {state.Version} {state.Id}");
                output.Flush();
            }
        }
    }

    private sealed class Slow : ISimulation
    {
        public async ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return step.Number == Steps ? null : new SaveRequest { Payload = step.Arguments };
        }
    }
}
