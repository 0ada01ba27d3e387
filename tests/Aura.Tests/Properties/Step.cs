using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Properties;

/// <summary>One step of a random history. Its numbers are taken modulo what there is to choose from, so that any step can follow any other.</summary>
public sealed record Step(StepKind Kind, int A, int B, int C)
{
    private static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (10, StepKind.Save), (1, StepKind.SaveElsewhere), (3, StepKind.SaveExpecting), (4, StepKind.SaveOperation), (3, StepKind.Fork), (2, StepKind.Promote),
        (4, StepKind.Merge), (1, StepKind.Revert), (1, StepKind.Discard), (2, StepKind.Why), (2, StepKind.Load),
        (3, StepKind.LoadVersion), (1, StepKind.LoadId), (4, StepKind.LoadRecorded), (4, StepKind.LoadOccurred), (3, StepKind.History), (1, StepKind.Erase),
        (5, StepKind.Clock), (1, StepKind.Restart),
    ];

    /// <summary>Any step.</summary>
    public static Gen<Step> Any { get; } =
        from kind in Gen.Elements(Weights.SelectMany(w => Enumerable.Repeat(w.Kind, w.Weight)).ToArray())
        from a in Gen.Choose(0, 1000)
        from b in Gen.Choose(0, 1000)
        from c in Gen.Choose(0, 1000)
        select new Step(kind, a, b, c);
}
