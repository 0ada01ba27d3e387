namespace Aura.Grains;

/// <summary>
/// A save's fields: flags (1 context, 2 operation id, 4 when it occurred, 8 expected version: what is there), type (name), source, operation id, when
/// it occurred, expected version, context, payload. It is checked before it is sent, and its payloads again when they arrive.
/// </summary>
[RegisterSerializer]
internal sealed class SaveRequestCodec() : StateCodec<SaveRequest>(isChecked: false)
{
    private const byte HasContext = 1;
    private const byte HasOperationId = 2;
    private const byte HasOccurredAt = 4;
    private const byte HasExpectedVersion = 8;
    private const byte Known = HasContext | HasOperationId | HasOccurredAt | HasExpectedVersion;

    private const int MostPayloadBytes = 64 << 20;

    protected override Payload Write(StateWriter fields, SaveRequest value)
    {
        // What breaks a rule may not even be what arrives: half of a surrogate pair is no UTF-8.
        value = Rules.Save(value, MostPayloadBytes);
        var context = value.Context.IsEmpty ? null : value.Context;
        fields.Byte((byte)(
            (context is null ? 0 : HasContext) | (value.OperationId is null ? 0 : HasOperationId)
            | (value.OccurredAt is null ? 0 : HasOccurredAt) | (value.ExpectedVersion is null ? 0 : HasExpectedVersion)));
        fields.Name(value.Type);
        fields.Number((int)value.Source);
        if (value.OperationId is not null) fields.Text(value.OperationId);
        if (value.OccurredAt is { } occurredAt) fields.Time(occurredAt);
        if (value.ExpectedVersion is { } expected) fields.Number(expected);
        if (context is not null) ContextFields.Write(fields, context);
        return value.Payload;
    }

    protected override SaveRequest Read(ref StateReader fields)
    {
        var flags = fields.Flags(Known);
        // Initialisers run in the order in which they are written, which is that of the bytes.
        return new SaveRequest
        {
            Type = fields.Name(),
            Source = fields.Choice<StateSource>(),
            OperationId = (flags & HasOperationId) == 0 ? null : fields.Text(),
            OccurredAt = (flags & HasOccurredAt) == 0 ? null : fields.Time(),
            ExpectedVersion = (flags & HasExpectedVersion) == 0 ? null : fields.Number(),
            Context = (flags & HasContext) == 0 ? CausalContext.Empty : ContextFields.Read(ref fields),
            Payload = fields.Value(),
        };
    }
}
