using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura.Engine;

/// <summary>
/// <c>decayed</c> says what the state's confidence is worth by now. Its arguments are <c>{"halfLife": "1.00:00:00"}</c>, a time span or a number
/// of seconds; its result is <c>{"confidence": c, "ageSeconds": a, "decayed": c · 0.5^(a / halfLife)}</c>. The age counts from when the state
/// happened in the world and is never negative; a state that states no confidence has 1.
/// </summary>
internal sealed class DecayRetrieval()
    : Retrieval<DecayRetrieval.Input, DecayRetrieval.Output>(RetrievalJson.Default.DecayInput, RetrievalJson.Default.DecayOutput)
{
    public override bool NeedsPayload => false;

    protected override ValueTask<Output> ComputeAsync(RetrievalContext context, Input? arguments, CancellationToken cancellationToken)
    {
        if (arguments is null)
            throw new InvalidInputException("arguments", "Arguments are missing: a half-life such as {\"halfLife\": \"1.00:00:00\"} must be given.");
        if (!double.IsFinite(arguments.HalfLife) || arguments.HalfLife <= 0)
            throw new InvalidInputException("arguments.halfLife", $"Half-life {arguments.HalfLife} s is out of range: it must be more than nothing.");
        var confidence = context.State.Context.Confidence ?? 1;
        var age = Math.Max(0, (context.Now - context.State.OccurredAt).TotalSeconds);
        return ValueTask.FromResult(new Output(confidence, age, confidence * Math.Pow(0.5, age / arguments.HalfLife)));
    }

    internal sealed record Input([property: JsonConverter(typeof(SecondsConverter))] double HalfLife);

    internal sealed record Output(double Confidence, double AgeSeconds, double Decayed);

    internal sealed class SecondsConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.String when TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var span) => span.TotalSeconds,
            _ => throw new JsonException("A time span is a text like 1.00:00:00 or a number of seconds."),
        };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
