using Aura.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Properties;

/// <summary>Generates JSON texts, and states with every field in use.</summary>
public static class RandomState
{
    private static readonly string[] Numbers =
        ["0", "-0", "-0.0", "1", "1e400", "1E+2", "-1.50e-7", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "9007199254740993"];

    private static readonly string[] Blanks = ["", "", "", " ", "\t", "\r\n", "  "];

    private static readonly string[] Pieces =
        ["a", "é", "😀", "\u2028", "\\u0000", "\\ud83d\\ude00", "\\ud800", "\\\"", "\\\\", "\\/", "\\n", "<", "&", "'", "\u007f", "\uFFFE", "x\u0301", "𝒳"];

    /// <summary>Any text of printable characters that a name may be.</summary>
    public static Gen<string> Name { get; } =
        from pieces in Gen.NonEmptyListOf(Gen.Elements("a", "B", "é", "😀", "%", "_", "'", "\"", "\\", " ", "\u2028", "state:", "\uFFFD", "𝒳"))
        select string.Concat(pieces.Take(30));

    /// <summary>Any JSON value, with white space and numbers as no serialiser would write them.</summary>
    public static Gen<string> Json { get; } = Gen.Sized(size => Value(Math.Min(size, 40)));

    /// <summary>Any state of an agent, as its first.</summary>
    public static Gen<AgentState> First(StateId cause) =>
        from agent in Name
        from type in Name
        from operation in Gen.OneOf(Gen.Constant((string?)null), Name.Select(n => (string?)n))
        from source in Gen.Elements(Enum.GetValues<StateSource>())
        from json in Json
        from part in Gen.Choose(0, int.MaxValue)
        let ticks = DateTimeOffset.MaxValue.Ticks / 10 / int.MaxValue * part
        from context in Context(cause)
        select StateSketch.First(agent, s => s.With(Payload.Parse(json)) with
        {
            Type = type, OperationId = operation, Source = source, OccurredAt = new DateTimeOffset(ticks * 10, TimeSpan.Zero), Context = context,
        });

    private static Gen<CausalContext> Context(StateId cause) =>
        from causes in Gen.ListOf(
            from linked in Gen.Elements(true, false)
            from label in Name
            from relation in Gen.Elements(Enum.GetValues<CausalRelation>())
            from confidence in Fraction
            select linked ? Cause.Of(cause, relation, confidence) : Cause.Of(label, relation, confidence))
        from effects in Gen.ListOf(Name)
        from counterfactuals in Gen.ListOf(
            from name in Name
            from json in Json
            from kind in Gen.Elements(Enum.GetValues<CounterfactualKind>())
            from score in Fraction
            from branch in Gen.OneOf(Gen.Constant((string?)null), Name.Select(n => (string?)n))
            select (name, new Counterfactual { Value = Payload.Parse(json), Kind = kind, Score = score, Branch = branch }))
        from confidence in Fraction
        from energy in Gen.Elements(0, double.Epsilon, 0.1, 1, 1e21, double.MaxValue)
        select new CausalContext
        {
            Causes = [.. causes.Take(5)],
            Effects = [.. effects.Take(5)],
            Counterfactuals = counterfactuals.Take(5).DistinctBy(c => c.name).ToDictionary(c => c.name, c => c.Item2),
            Confidence = confidence,
            EnergyCost = energy,
        };

    private static Gen<double?> Fraction { get; } = Gen.Elements<double?>(null, 0, -0.0, double.Epsilon, 0.1, 1.0 / 3, 0.5, 0.9999999999999999, 1);

    private static Gen<string> Text { get; } =
        from pieces in Gen.ListOf(Gen.Elements(Pieces))
        select $"\"{string.Concat(pieces.Take(8))}\"";

    private static Gen<string> Leaf { get; } = Gen.OneOf(Gen.Elements(Numbers), Gen.Elements("null", "true", "false", "[]", "{}"), Text);

    private static Gen<string> Value(int size) => size <= 1
        ? Leaf
        : Gen.OneOf(
            Leaf,
            from items in Gen.ListOf(Padded(Value(size / 3)))
            select $"[{string.Join(',', items.Take(4).DefaultIfEmpty(" "))}]",
            from members in Gen.ListOf(from key in Padded(Text) from value in Padded(Value(size / 3)) select $"{key}:{value}")
            select $"{{{string.Join(',', members.Take(4).DefaultIfEmpty(" "))}}}");

    private static Gen<string> Padded(Gen<string> value) =>
        from before in Gen.Elements(Blanks)
        from text in value
        from after in Gen.Elements(Blanks)
        select before + text + after;
}
