using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aura.Grains;

/// <summary>
/// Sends a request as its JSON once it is known to keep the rules: what breaks one may not even be what arrives, since JSON has no NaN and no
/// half of a surrogate pair.
/// </summary>
internal abstract class RequestCodec<T>(JsonTypeInfo<T> format, Action<T> check) : RecordCodec<T>
    where T : class
{
    protected override void Write(Utf8JsonWriter json, T value)
    {
        check(value);
        JsonSerializer.Serialize(json, value, format);
    }

    protected override T Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize(ref json, format)!;
}

[RegisterSerializer]
internal sealed class CreateBranchRequestCodec() : RequestCodec<CreateBranchRequest>(AuraJsonContext.Default.CreateBranchRequest, Rules.CreateBranch);

[RegisterSerializer]
internal sealed class DiscardRequestCodec() : RequestCodec<DiscardRequest>(AuraJsonContext.Default.DiscardRequest, Rules.Discard);

[RegisterSerializer]
internal sealed class MergeRequestCodec() : RequestCodec<MergeRequest>(AuraJsonContext.Default.MergeRequest, Rules.Merge);

[RegisterSerializer]
internal sealed class PromoteRequestCodec() : RequestCodec<PromoteRequest>(AuraJsonContext.Default.PromoteRequest, Rules.Promote);

[RegisterSerializer]
internal sealed class RevertRequestCodec() : RequestCodec<RevertRequest>(AuraJsonContext.Default.RevertRequest, Rules.Revert);

[RegisterSerializer]
internal sealed class RetrieveRequestCodec() : RequestCodec<RetrieveRequest>(AuraJsonContext.Default.RetrieveRequest, request => Rules.Retrieve(request));

[RegisterSerializer]
internal sealed class WhatIfRequestCodec() : RequestCodec<WhatIfRequest>(AuraJsonContext.Default.WhatIfRequest, request => Rules.WhatIf(request));

[RegisterSerializer]
internal sealed class SpeculationRequestCodec() : RequestCodec<SpeculationRequest>(AuraJsonContext.Default.SpeculationRequest, request => Rules.Speculation(request));
