namespace Aura;

/// <summary>How the content of one state differs from another's.</summary>
/// <param name="From">The state that the patch applies to.</param>
/// <param name="To">The state whose content it gives.</param>
/// <param name="Patch">A JSON Patch (RFC 6902); empty if the contents are equal.</param>
public sealed record StateDiff(StateId From, StateId To, Payload Patch);
