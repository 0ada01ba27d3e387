namespace Aura.Tests.Rendering;

/// <summary>What a row of a drawn branch graph is called; a branch without states ends before it begins.</summary>
public sealed record DrawnNode(string Branch, long From, long To) : IComparable<DrawnNode>
{
    /// <inheritdoc/>
    public int CompareTo(DrawnNode? other) => string.CompareOrdinal(ToString(), other?.ToString());
}
