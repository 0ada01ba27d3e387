using System.Text.Json.Serialization;

namespace Aura.Engine;

/// <summary>How what happened to speculations is stored, and how scripts are read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 2 * global::Aura.Payload.MaxDepth)]
[JsonSerializable(typeof(SpeculationEvent))]
[JsonSerializable(typeof(Script))]
internal sealed partial class SpeculationJsonContext : JsonSerializerContext;
