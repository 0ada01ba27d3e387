using System.Text.Json.Serialization;

namespace Aura.Cli;

/// <summary>The JSON format of the reports: as that of all records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(ErasedState))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(ForgottenReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(MemoryReport))]
[JsonSerializable(typeof(RecallReport))]
[JsonSerializable(typeof(StoreReport))]
[JsonSerializable(typeof(VerifyReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
