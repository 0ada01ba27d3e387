using Aura.Client;

namespace Aura.Benchmarks;

/// <summary>How much sooner many futures end that run side by side than one after the other.</summary>
internal static class SpeculationFigures
{
    private const int Rounds = 5;
    private const int Futures = 64;
    private const int Steps = 10;
    private const double Target = 20;

    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(1);

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        var options = new AuraOptions { Store = $"sqlite:{folder.File("aura.db")}" };
        options.Parts.Simulations.Add("working", new Working());
        await using var aura = await AuraClient.OpenAsync(options);
        var number = 0;

        // Each of an agent of its own, so that no round is longer than the one before.
        async Task SpeculateAsync(int? parallel)
        {
            var agent = $"agent{number++}";
            await aura.Agent(agent).SaveAsync(StateTypes.AgentMemory, TypicalState.Payload, TypicalState.Context);
            var info = await aura.Speculation(agent, "s").RunAsync(new SpeculationRequest
            {
                Futures = [.. Enumerable.Range(0, Futures).Select(i => new FutureRequest { Name = $"f{i}", Simulation = "working" })],
                Scorer = "confidence",
                Parallel = parallel,
            });
            if (info.Status != SpeculationStatus.Won || info.Futures.Sum(f => f.States) != Futures * Steps)
                throw new InvalidOperationException("The speculation did not come to its end.");
        }

        var seconds = await Benchmarks.Rounds.MedianSecondsAsync(Rounds, () => SpeculateAsync(null), () => SpeculateAsync(1));
        return
        [
            Measurement.AtLeast(
                $"speculation, {Futures} futures of {Steps} steps of {Work.TotalMilliseconds} ms, SQLite",
                Futures * Steps / seconds[0], "steps/s", "one after the other", Futures * Steps / seconds[1], Target),
        ];
    }

    private sealed class Working : ISimulation
    {
        public async ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken)
        {
            if (step.Number == Steps) return null;
            await Task.Delay(Work, cancellationToken);
            return new SaveRequest { Payload = TypicalState.Payload, Context = TypicalState.Context };
        }
    }
}
