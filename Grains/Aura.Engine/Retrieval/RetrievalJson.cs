using System.Text.Json.Serialization;

namespace Aura.Engine;

/// <summary>The arguments and results of the engine's own retrievals, in the one JSON format.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 2 * global::Aura.Payload.MaxDepth)]
[JsonSerializable(typeof(DecayRetrieval.Input), TypeInfoPropertyName = "DecayInput")]
[JsonSerializable(typeof(DecayRetrieval.Output), TypeInfoPropertyName = "DecayOutput")]
[JsonSerializable(typeof(EnrichRetrieval.Input), TypeInfoPropertyName = "EnrichInput")]
[JsonSerializable(typeof(EnrichRetrieval.Output), TypeInfoPropertyName = "EnrichOutput")]
[JsonSerializable(typeof(HistorySummaryRetrieval.Input), TypeInfoPropertyName = "HistorySummaryInput")]
[JsonSerializable(typeof(HistorySummaryRetrieval.Output), TypeInfoPropertyName = "HistorySummaryOutput")]
[JsonSerializable(typeof(ProjectRetrieval.Input), TypeInfoPropertyName = "ProjectInput")]
[JsonSerializable(typeof(Dictionary<string, Payload>))]
internal sealed partial class RetrievalJson : JsonSerializerContext;
