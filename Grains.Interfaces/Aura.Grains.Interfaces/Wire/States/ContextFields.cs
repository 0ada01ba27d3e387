using System.Collections.ObjectModel;

namespace Aura.Grains;

/// <summary>
/// A causal context's fields: flags (1 confidence: whether it is there), confidence, energy cost; the number of causes, and each as flags (1 label,
/// 2 state, 4 confidence), relation, label, state, confidence; the number of effects, and each as a text; the number of counterfactuals, and each
/// as flags (1 score, 2 branch), name, kind, score, branch (name), value.
/// </summary>
internal static class ContextFields
{
    private const byte HasConfidence = 1;

    private const byte CauseHasLabel = 1;
    private const byte CauseHasState = 2;
    private const byte CauseHasConfidence = 4;
    private const byte CauseKnown = CauseHasLabel | CauseHasState | CauseHasConfidence;
    private const int LeastCauseBytes = 2;

    private const byte CounterfactualHasScore = 1;
    private const byte CounterfactualHasBranch = 2;
    private const byte CounterfactualKnown = CounterfactualHasScore | CounterfactualHasBranch;
    private const int LeastCounterfactualBytes = 4;

    public static void Write(StateWriter fields, CausalContext value)
    {
        fields.Byte(value.Confidence is null ? (byte)0 : HasConfidence);
        if (value.Confidence is { } confidence) fields.Double(confidence);
        fields.Double(value.EnergyCost);
        var causes = value.Causes;
        fields.Number(causes.Count);
        for (var i = 0; i < causes.Count; i++) Write(fields, causes[i]);
        var effects = value.Effects;
        fields.Number(effects.Count);
        for (var i = 0; i < effects.Count; i++) fields.Text(effects[i]);
        fields.Number(value.Counterfactuals.Count);
        if (value.Counterfactuals.Count == 0) return;
        foreach (var (name, counterfactual) in value.Counterfactuals) Write(fields, name, counterfactual);
    }

    public static CausalContext Read(ref StateReader fields)
    {
        var flags = fields.Flags(HasConfidence);
        // Initialisers run in the order in which they are written, which is that of the bytes.
        return new CausalContext
        {
            Confidence = (flags & HasConfidence) == 0 ? null : fields.Double(),
            EnergyCost = fields.Double(),
            Causes = ReadCauses(ref fields),
            Effects = ReadEffects(ref fields),
            Counterfactuals = ReadCounterfactuals(ref fields),
        };
    }

    private static void Write(StateWriter fields, Cause value)
    {
        fields.Byte((byte)(
            (value.Label is null ? 0 : CauseHasLabel) | (value.State is null ? 0 : CauseHasState)
            | (value.Confidence is null ? 0 : CauseHasConfidence)));
        fields.Number((int)value.Relation);
        if (value.Label is not null) fields.Text(value.Label);
        if (value.State is { } state) fields.Id(state);
        if (value.Confidence is { } confidence) fields.Double(confidence);
    }

    private static Cause[] ReadCauses(ref StateReader fields)
    {
        var count = fields.Count(LeastCauseBytes);
        if (count == 0) return [];
        var causes = new Cause[count];
        for (var i = 0; i < count; i++)
        {
            var flags = fields.Flags(CauseKnown);
            causes[i] = new Cause
            {
                Relation = fields.Choice<CausalRelation>(),
                Label = (flags & CauseHasLabel) == 0 ? null : fields.Text(),
                State = (flags & CauseHasState) == 0 ? null : fields.Id(),
                Confidence = (flags & CauseHasConfidence) == 0 ? null : fields.Double(),
            };
        }
        return causes;
    }

    private static string[] ReadEffects(ref StateReader fields)
    {
        var count = fields.Count();
        if (count == 0) return [];
        var effects = new string[count];
        for (var i = 0; i < count; i++) effects[i] = fields.Text();
        return effects;
    }

    private static void Write(StateWriter fields, string name, Counterfactual value)
    {
        fields.Byte((byte)((value.Score is null ? 0 : CounterfactualHasScore) | (value.Branch is null ? 0 : CounterfactualHasBranch)));
        fields.Text(name);
        fields.Number((int)value.Kind);
        if (value.Score is { } score) fields.Double(score);
        if (value.Branch is not null) fields.Name(value.Branch);
        fields.Bytes(value.Value.Utf8.Span);
    }

    private static IReadOnlyDictionary<string, Counterfactual> ReadCounterfactuals(ref StateReader fields)
    {
        var count = fields.Count(LeastCounterfactualBytes);
        if (count == 0) return ReadOnlyDictionary<string, Counterfactual>.Empty;
        var counterfactuals = new Dictionary<string, Counterfactual>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var flags = fields.Flags(CounterfactualKnown);
            counterfactuals[fields.Text()] = new Counterfactual
            {
                Kind = fields.Choice<CounterfactualKind>(),
                Score = (flags & CounterfactualHasScore) == 0 ? null : fields.Double(),
                Branch = (flags & CounterfactualHasBranch) == 0 ? null : fields.Name(),
                Value = fields.Value(),
            };
        }
        return counterfactuals;
    }
}
