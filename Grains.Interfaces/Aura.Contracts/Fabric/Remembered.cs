namespace Aura;

/// <summary>What became of a memory that was to be stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Added">Whether it was new.</param>
public sealed record Remembered(string Id, bool Added);
