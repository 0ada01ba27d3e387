using System.Buffers;
using System.Text.Json;

namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public async ValueTask<Thought> ThinkAsync(string fabric, ThinkRequest request, CancellationToken cancellationToken = default) =>
        await RecordAsync(fabric, request, await Services.Fabric(fabric).ThinkAsync(request, cancellationToken), cancellationToken);

    /// <summary>
    /// Saves a thought. It is caused by the states that its memories came from, and by the memories' names where they came from none; its confidence
    /// is how far its entropy is below the highest that so many rows can have.
    /// </summary>
    public async ValueTask<Thought> RecordAsync(string fabric, ThinkRequest request, Thought thought, CancellationToken cancellationToken = default)
    {
        var states = thought.Hits.Select(h => h.Memory.State).OfType<StateId>().Distinct().ToArray();
        var known = (await Services.Store.ReadStatesAsync(states, cancellationToken)).Select(s => s.Id).ToHashSet();
        var save = Rules.Save(new SaveRequest
        {
            Type = StateTypes.Thought,
            Payload = PayloadOf(fabric, request, thought),
            Context = new CausalContext
            {
                Causes = [.. thought.Hits.Select(h => h.Memory.State is { } state && known.Contains(state) ? (Cause)state : $"memory:{h.Id}").Distinct()],
                Confidence = thought.Rows > 1 ? Math.Clamp(1 - thought.Entropy / Math.Log(thought.Rows), 0, 1) : 1,
            },
        }, Services.Options.MaxPayloadBytes);
        return thought with { State = await SaveAsync(save, StateSource.Retrieval, null, cancellationToken) };
    }

    // What the memories say is theirs to keep, and to erase.
    private static Payload PayloadOf(string fabric, ThinkRequest request, Thought thought)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("fabric", fabric);
            json.WritePropertyName("thought");
            json.WriteRawValue(request.Thought.Utf8.Span, skipInputValidation: true);
            if (request.Context is not null)
            {
                json.WritePropertyName("context");
                json.WriteRawValue(request.Context.Utf8.Span, skipInputValidation: true);
            }
            json.WriteNumber("entropy", thought.Entropy);
            json.WriteStartArray("hits");
            foreach (var hit in thought.Hits)
            {
                json.WriteStartObject();
                json.WriteString("id", hit.Id);
                json.WriteNumber("activation", hit.Activation);
                json.WriteNumber("similarity", hit.Similarity);
                json.WriteString("interpretation", hit.Collapse.Choice);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Payload.Parse(buffer.WrittenSpan);
    }
}
