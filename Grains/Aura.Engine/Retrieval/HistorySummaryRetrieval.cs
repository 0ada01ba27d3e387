using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// <c>summarise-history</c> sums up the line up to the state that was read. Its arguments are none or <c>{"type": "decision", "last": 100}</c>:
/// only states of this type, only the last so many. Its result counts states by type and by source, says when the first and the last of them
/// happened, and has the last value of each top-level field of payloads that are objects, with the version that it comes from, for the 1,000
/// fields that were written last; how many outcomes there are, how many have a score, their mean score and the share of those with at least
/// 0.5; the energy in all and the mean of stated confidences.
/// </summary>
internal sealed class HistorySummaryRetrieval()
    : Retrieval<HistorySummaryRetrieval.Input, HistorySummaryRetrieval.Output>(
        RetrievalJson.Default.HistorySummaryInput, RetrievalJson.Default.HistorySummaryOutput)
{
    private const int MostFields = 1000;
    private const double Success = 0.5;

    public override bool NeedsPayload => false;

    protected override async ValueTask<Output> ComputeAsync(RetrievalContext context, Input? arguments, CancellationToken cancellationToken)
    {
        if (arguments?.Last < 1) throw new InvalidInputException("arguments.last", $"Last {arguments.Last} cannot be: it must be at least 1.");
        var summary = new Output();
        var (outcomes, score, success, confidence) = (0L, new Mean(), new Mean(), new Mean());
        // Newest first, so that the first value of a field that is met is its last.
        var asked = new HistoryRequest { Type = arguments?.Type, Limit = arguments?.Last, NewestFirst = true };
        await foreach (var state in context.HistoryAsync(asked, cancellationToken))
        {
            summary.Count(state);
            if (OutcomeScore.IsOutcome(state)) outcomes++;
            if (OutcomeScore.Of(state) is { } scored)
            {
                score.Add(scored);
                success.Add(scored >= Success ? 1 : 0);
            }
            if (state.Context.Confidence is { } stated) confidence.Add(stated);
        }
        summary.Outcomes = new OutcomeCounts(outcomes, score.Count, score.Value, success.Value);
        summary.MeanConfidence = confidence.Value;
        return summary;
    }

    internal sealed record Input(string? Type = null, int? Last = null);

    internal sealed record FieldValue(Payload Value, long Version);

    internal sealed record OutcomeCounts(long Count, long Scored, double? MeanScore, double? SuccessRate);

    internal sealed class Output
    {
        public long States { get; private set; }

        public SortedDictionary<string, long> Types { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<StateSource, long> Sources { get; } = [];

        public DateTimeOffset? FirstOccurredAt { get; private set; }

        public DateTimeOffset? LastOccurredAt { get; private set; }

        public Dictionary<string, FieldValue> Fields { get; } = new(StringComparer.Ordinal);

        public OutcomeCounts? Outcomes { get; set; }

        public double TotalEnergy { get; private set; }

        public double? MeanConfidence { get; set; }

        public void Count(AgentState state)
        {
            States++;
            AddOne(Types, state.Type);
            AddOne(Sources, state.Source);
            if (!(state.OccurredAt >= FirstOccurredAt)) FirstOccurredAt = state.OccurredAt;
            if (!(state.OccurredAt <= LastOccurredAt)) LastOccurredAt = state.OccurredAt;
            // JSON has no infinity.
            TotalEnergy = Math.Min(double.MaxValue, TotalEnergy + state.Context.EnergyCost);
            if (state.Payload is not null && Fields.Count < MostFields) AddFields(state.Payload, state.Version);
        }

        private static void AddOne<T>(SortedDictionary<T, long> counts, T key)
            where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

        private void AddFields(Payload payload, long version)
        {
            using var document = payload.Open();
            if (document.RootElement.ValueKind != JsonValueKind.Object) return;
            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (PayloadFields.NameOf(field) is not { } name) continue;
                // Where a name comes twice in one object, the last value counts.
                var known = Fields.TryGetValue(name, out var newer);
                if (known ? newer!.Version == version : Fields.Count < MostFields)
                    Fields[name] = new FieldValue(Payload.Parse(JsonMarshal.GetRawUtf8Value(field.Value)), version);
            }
        }
    }
}
