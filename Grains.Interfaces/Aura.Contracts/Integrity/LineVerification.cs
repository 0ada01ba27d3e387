namespace Aura;

/// <summary>What the verification of one line found.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Branch">The branch.</param>
/// <param name="States">How many of its own states were checked before the first damage.</param>
/// <param name="Head">The digest of the last state checked: noted down elsewhere, it also proves that nothing was cut off the end.</param>
/// <param name="Damage">The first damage, or null if the line holds.</param>
public sealed record LineVerification(string Agent, string Branch, long States, Digest? Head, Damage? Damage)
{
    /// <summary>Whether the line holds.</summary>
    public bool Holds => Damage is null;
}
