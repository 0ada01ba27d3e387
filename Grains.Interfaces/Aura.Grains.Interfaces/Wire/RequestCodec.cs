using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aura.Grains;

/// <summary>
/// Sends a request as its JSON once it is known to keep the rules: what breaks one may not even be what arrives, since JSON has no NaN and no
/// half of a surrogate pair.
/// </summary>
internal abstract class RequestCodec<T>(Action<T> check) : RecordCodec<T>
    where T : class
{
    private static readonly JsonTypeInfo<T> Format = WireFormat.Of<T>();

    protected override void Write(Utf8JsonWriter json, T value)
    {
        check(value);
        JsonSerializer.Serialize(json, value, Format);
        var bytes = json.BytesCommitted + json.BytesPending;
        if (bytes > ContractSerialization.LargestMessage)
        {
            throw new InvalidInputException(
                "request", $"The request has {bytes:N0} bytes: at most {ContractSerialization.LargestMessage:N0} can be sent at once.");
        }
    }

    protected override T Read(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize(ref json, Format)!;
}

[RegisterSerializer]
internal sealed class CollapseRequestCodec() : RequestCodec<CollapseRequest>(request => Rules.Collapse(request));

[RegisterSerializer]
internal sealed class CreateBranchRequestCodec() : RequestCodec<CreateBranchRequest>(Rules.CreateBranch);

[RegisterSerializer]
internal sealed class DiscardRequestCodec() : RequestCodec<DiscardRequest>(Rules.Discard);

[RegisterSerializer]
internal sealed class FabricSettingsCodec() : RequestCodec<FabricSettings>(settings => Rules.Settings(settings));

[RegisterSerializer]
internal sealed class MemoryFilterCodec() : RequestCodec<MemoryFilter>(filter => Rules.Filter("filter", filter));

[RegisterSerializer]
internal sealed class MergeRequestCodec() : RequestCodec<MergeRequest>(Rules.Merge);

[RegisterSerializer]
internal sealed class PromoteRequestCodec() : RequestCodec<PromoteRequest>(Rules.Promote);

[RegisterSerializer]
internal sealed class RevertRequestCodec() : RequestCodec<RevertRequest>(Rules.Revert);

[RegisterSerializer]
internal sealed class RetrieveRequestCodec() : RequestCodec<RetrieveRequest>(request => Rules.Retrieve(request));

[RegisterSerializer]
internal sealed class ThinkRequestCodec() : RequestCodec<ThinkRequest>(request => Rules.Think(request));

[RegisterSerializer]
internal sealed class WhatIfRequestCodec() : RequestCodec<WhatIfRequest>(request => Rules.WhatIf(request));

[RegisterSerializer]
internal sealed class SpeculationRequestCodec() : RequestCodec<SpeculationRequest>(request => Rules.Speculation(request));
