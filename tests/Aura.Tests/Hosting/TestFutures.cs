using System.Text.Json;
using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>Simulations and scorers that do what tests need to see.</summary>
internal static class TestFutures
{
    public static void Register(EngineParts parts)
    {
        parts.Simulations.Add("gated", new Gated());
        parts.Simulations.Add("stuck", new Stuck());
        parts.Simulations.Add("broken", new Broken());
        parts.Simulations.Add("unlawful", new Unlawful());
        parts.Scorers.Add("broken", new BrokenScorer());
        parts.Scorers.Add("boundless", new BoundlessScorer());
        parts.Scorers.Add("stuck", new StuckScorer());
        parts.Scorers.Add("sum", new SumScorer());
    }

    private static SaveRequest Reward(double reward) => new() { Payload = Payload.From(new { reward }) };

    private static string Argument(SimulationStep step, string name) => Argument(step.Arguments, name);

    private static string Argument(Payload from, string name)
    {
        using var arguments = from.Open();
        return arguments.RootElement.GetProperty(name).ToString();
    }

    /// <summary>Saves a state before a gate and one behind it, which has the reward of its arguments.</summary>
    private sealed class Gated : ISimulation
    {
        public async ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken)
        {
            if (step.Number == 0) return Reward(0);
            if (step.Number == 2) return null;
            await Gate.Named(Argument(step, "gate")).PassAsync(cancellationToken);
            return Reward(double.Parse(Argument(step, "reward")));
        }
    }

    /// <summary>Saves one state and then never returns, whatever it is told.</summary>
    private sealed class Stuck : ISimulation
    {
        public async ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken)
        {
            if (step.Number > 0) await Gate.Named(Argument(step, "gate")).PassAsync(CancellationToken.None);
            return Reward(100);
        }
    }

    private sealed class Broken : ISimulation
    {
        public ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken) =>
            step.Number == 1 ? throw new InvalidOperationException("It broke on purpose.") : new(Reward(50));
    }

    private sealed class Unlawful : ISimulation
    {
        public ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken) =>
            new(Reward(50) with { Context = new CausalContext { Confidence = 2 } });
    }

    private sealed class BrokenScorer : IScorer
    {
        public ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It broke on purpose.");
    }

    private sealed class BoundlessScorer : IScorer
    {
        public ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken) => new(double.PositiveInfinity);
    }

    /// <summary>Returns when its gate is open, whatever it is told.</summary>
    private sealed class StuckScorer : IScorer
    {
        public async ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken)
        {
            await Gate.Named(Argument(context.Arguments, "gate")).PassAsync(CancellationToken.None);
            return 1;
        }
    }

    /// <summary>The sum of all rewards of the future's own states, times the factor of its arguments.</summary>
    private sealed class SumScorer : IScorer
    {
        public async ValueTask<double?> ScoreAsync(ScoringContext context, CancellationToken cancellationToken)
        {
            using var arguments = context.Arguments.Open();
            var (sum, count) = (0.0, 0L);
            await foreach (var state in context.HistoryAsync(cancellationToken))
            {
                using var document = state.Payload!.Open();
                sum += document.RootElement.TryGetProperty("reward", out var reward) && reward.ValueKind == JsonValueKind.Number ? reward.GetDouble() : 0;
                count++;
            }
            Assert.Equal((context.States, context.Head.Branch), (count, $"s/{context.Future}"));
            return sum * arguments.RootElement.GetProperty("factor").GetDouble();
        }
    }
}
