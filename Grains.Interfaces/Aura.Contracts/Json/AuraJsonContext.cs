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
[JsonSerializable(typeof(BranchGraph))]
[JsonSerializable(typeof(BranchInfo))]
[JsonSerializable(typeof(Calibration))]
[JsonSerializable(typeof(CausalContext))]
[JsonSerializable(typeof(CausalGraph))]
[JsonSerializable(typeof(CausalQuery))]
[JsonSerializable(typeof(CausalRelation))]
[JsonSerializable(typeof(Counterfactual))]
[JsonSerializable(typeof(CreateBranchRequest))]
[JsonSerializable(typeof(DiscardRequest))]
[JsonSerializable(typeof(ErasureRecord))]
[JsonSerializable(typeof(ExportRecord))]
[JsonSerializable(typeof(FutureLease))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LineVerification))]
[JsonSerializable(typeof(LoadRequest))]
[JsonSerializable(typeof(MergeReport))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(PromoteRequest))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(Retrieved))]
[JsonSerializable(typeof(RetrieveRequest))]
[JsonSerializable(typeof(RevertRequest))]
[JsonSerializable(typeof(SaveRequest))]
[JsonSerializable(typeof(SpeculationInfo))]
[JsonSerializable(typeof(SpeculationRequest))]
[JsonSerializable(typeof(StateDiff))]
[JsonSerializable(typeof(StoreStatistics))]
[JsonSerializable(typeof(WhatIf))]
[JsonSerializable(typeof(WhatIfRequest))]
[JsonSerializable(typeof(IReadOnlyList<BranchInfo>))]
[JsonSerializable(typeof(IReadOnlyList<ExportRecord>))]
[JsonSerializable(typeof(IReadOnlyList<SpeculationInfo>))]
[JsonSerializable(typeof(IReadOnlyList<WhatIf>))]
[JsonSerializable(typeof(StateId?))]
[JsonSerializable(typeof(StateSource))]
[JsonSerializable(typeof(TimeSpan))]
[JsonSerializable(typeof(string))]
public sealed partial class AuraJsonContext : JsonSerializerContext;
