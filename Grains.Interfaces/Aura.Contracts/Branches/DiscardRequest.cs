namespace Aura;

/// <summary>A branch to be given up.</summary>
public sealed record DiscardRequest
{
    /// <summary>What was learnt, as any JSON: the content of the branch's last state.</summary>
    public Payload Lesson { get; init => field = value ?? Payload.Null; } = Payload.Null;

    /// <summary>Why it was given up.</summary>
    public CausalContext Context { get; init => field = value ?? CausalContext.Empty; } = CausalContext.Empty;
}
