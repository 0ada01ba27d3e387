namespace Aura.Grains;

/// <summary>
/// A state's fields: flags (1 payload, 2 context, 4 operation id: what is there), id, agent, branch (name), version, number of parents, parents, type
/// (name), source, digest of the payload, digest, when it occurred, when it was recorded, operation id, context, payload.
/// </summary>
[RegisterSerializer]
internal sealed class AgentStateCodec() : StateCodec<AgentState>(isChecked: true)
{
    private const byte HasPayload = 1;
    private const byte HasContext = 2;
    private const byte HasOperationId = 4;
    private const byte Known = HasPayload | HasContext | HasOperationId;

    protected override Payload? Write(StateWriter fields, AgentState value)
    {
        var context = value.Context.IsEmpty ? null : value.Context;
        fields.Byte((byte)(
            (value.Payload is null ? 0 : HasPayload) | (context is null ? 0 : HasContext) | (value.OperationId is null ? 0 : HasOperationId)));
        fields.Id(value.Id);
        fields.Text(value.Agent);
        fields.Name(value.Branch);
        fields.Number(value.Version);
        var parents = value.Parents;
        fields.Number(parents.Count);
        for (var i = 0; i < parents.Count; i++) fields.Id(parents[i]);
        fields.Name(value.Type);
        fields.Number((int)value.Source);
        fields.Digest(value.PayloadDigest);
        fields.Digest(value.Digest);
        fields.Time(value.OccurredAt);
        fields.Time(value.RecordedAt);
        if (value.OperationId is not null) fields.Text(value.OperationId);
        if (context is not null) ContextFields.Write(fields, context);
        return value.Payload;
    }

    protected override AgentState Read(ref StateReader fields)
    {
        var flags = fields.Flags(Known);
        // Initialisers run in the order in which they are written, which is that of the bytes.
        return new AgentState
        {
            Id = fields.Id(),
            Agent = fields.Text(),
            Branch = fields.Name(),
            Version = fields.Number(),
            Parents = ReadParents(ref fields),
            Type = fields.Name(),
            Source = fields.Choice<StateSource>(),
            PayloadDigest = fields.Digest(),
            Digest = fields.Digest(),
            OccurredAt = fields.Time(),
            RecordedAt = fields.Time(),
            OperationId = (flags & HasOperationId) == 0 ? null : fields.Text(),
            Context = (flags & HasContext) == 0 ? CausalContext.Empty : ContextFields.Read(ref fields),
            Payload = (flags & HasPayload) == 0 ? null : fields.Value(),
        };
    }

    private static StateId[] ReadParents(ref StateReader fields)
    {
        var count = fields.Count(StateReader.IdSize);
        if (count == 0) return [];
        var parents = new StateId[count];
        for (var i = 0; i < count; i++) parents[i] = fields.Id();
        return parents;
    }
}
