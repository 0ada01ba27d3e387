using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>The one JSON format in which records are stored, sent and printed: camel-case names, fields without a value left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    MaxDepth = 2 * global::Aura.Payload.MaxDepth)]
[JsonSerializable(typeof(AgentState))]
[JsonSerializable(typeof(AgentSummary))]
[JsonSerializable(typeof(AgentQuery))]
[JsonSerializable(typeof(BranchInfo))]
[JsonSerializable(typeof(CausalContext))]
[JsonSerializable(typeof(CausalGraph))]
[JsonSerializable(typeof(CausalQuery))]
[JsonSerializable(typeof(CausalRelation))]
[JsonSerializable(typeof(Counterfactual))]
[JsonSerializable(typeof(CreateBranchRequest))]
[JsonSerializable(typeof(ErasureRecord))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(LineVerification))]
[JsonSerializable(typeof(LoadRequest))]
[JsonSerializable(typeof(SaveRequest))]
[JsonSerializable(typeof(StoreStatistics))]
[JsonSerializable(typeof(IReadOnlyList<BranchInfo>))]
[JsonSerializable(typeof(StateId?))]
[JsonSerializable(typeof(StateSource))]
[JsonSerializable(typeof(string))]
public sealed partial class AuraJsonContext : JsonSerializerContext;
