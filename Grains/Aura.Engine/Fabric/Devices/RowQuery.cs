namespace Aura.Engine;

/// <summary>Which rows to find.</summary>
public sealed class RowQuery
{
    /// <summary>A unit vector.</summary>
    public required ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>The most rows to find: at least 1.</summary>
    public required int Top { get; init; }

    /// <summary>A bit a row, the lowest first: whether it counts. Empty if all do.</summary>
    public ReadOnlyMemory<ulong> Mask { get; init; }

    /// <summary>Which of two rows of the same score comes first. Several threads may ask it at once.</summary>
    public required IComparer<int> Ties { get; init; }

    /// <summary>Whether a row counts.</summary>
    public bool Counts(int row) => Mask.IsEmpty || (Mask.Span[row >> 6] >> row & 1) != 0;

    /// <summary>Refuses a query that does not fit the rows.</summary>
    /// <exception cref="ArgumentException">Its vector, its mask or its top does not.</exception>
    public void ThrowUnlessFor(IFabricRows rows)
    {
        if (Vector.Length != rows.Dimensions)
            throw new ArgumentException($"The query has {Vector.Length} dimensions, the rows have {rows.Dimensions}.");
        if (Top < 1) throw new ArgumentException($"At least one row must be asked for, not {Top}.");
        if (!Mask.IsEmpty && Mask.Length * 64L < rows.Count)
            throw new ArgumentException($"The mask has {Mask.Length * 64L} bits for {rows.Count} rows.");
    }
}
