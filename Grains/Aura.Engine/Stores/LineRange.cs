namespace Aura.Engine;

/// <summary>Some of the states written on one branch.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Branch">The branch they were written on.</param>
/// <param name="From">The lowest version.</param>
/// <param name="To">The highest version.</param>
/// <param name="Limit">The most states.</param>
/// <param name="Descending">Highest version first.</param>
/// <param name="Type">Only states of this type.</param>
public readonly record struct LineRange(
    string Agent, string Branch, long From, long To, int Limit = int.MaxValue, bool Descending = false, string? Type = null);
