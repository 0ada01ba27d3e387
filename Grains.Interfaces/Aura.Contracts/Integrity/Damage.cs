namespace Aura;

/// <summary>The first thing that is wrong with a line.</summary>
/// <param name="Version">The version at which it shows.</param>
/// <param name="State">The state at which it shows, where one is there.</param>
/// <param name="Problem">One sentence that says what is wrong.</param>
public sealed record Damage(long Version, StateId? State, string Problem);
