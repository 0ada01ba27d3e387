using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Models;

/// <summary>One random operation: what to do, and numbers that choose with what, each taken modulo the choices that there are.</summary>
public sealed record Step(StepKind Kind, int A, int B, int C, int D)
{
    /// <summary>Sequences of steps, which shrink to shorter ones and to smaller numbers.</summary>
    public static Arbitrary<Step[]> Sequences { get; } = Arb.From(MakeSequences(), Shrink);

    private static Gen<Step[]> MakeSequences()
    {
        var number = Gen.Choose(0, 999);
        // Saves more often than the rest, so that there is something to fork, find and refuse.
        var kind = Gen.Frequency(
            (10, Gen.Constant(StepKind.Save)), (2, Gen.Constant(StepKind.Branch)), (2, Gen.Constant(StepKind.SetClock)),
            (1, Gen.Constant(StepKind.Reopen)), (3, Gen.Constant(StepKind.Load)), (1, Gen.Constant(StepKind.History)));
        var step =
            from k in kind
            from a in number
            from b in number
            from c in number
            from d in number
            select new Step(k, a, b, c, d);
        return step.ArrayOf().Resize(60);
    }

    private static IEnumerable<Step[]> Shrink(Step[] steps)
    {
        for (var length = steps.Length / 2; length >= 1; length /= 2)
        {
            for (var start = 0; start + length <= steps.Length; start += length) yield return [.. steps[..start], .. steps[(start + length)..]];
        }
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] is { A: 0, B: 0, C: 0, D: 0 }) continue;
            var smaller = steps.ToArray();
            smaller[i] = steps[i] with { A = steps[i].A / 2, B = steps[i].B / 2, C = steps[i].C / 2, D = steps[i].D / 2 };
            yield return smaller;
        }
    }
}
