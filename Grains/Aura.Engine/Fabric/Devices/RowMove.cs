namespace Aura.Engine;

/// <summary>A row that is copied over another.</summary>
public readonly record struct RowMove(int From, int To);
