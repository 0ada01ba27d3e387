namespace Aura.Engine;

/// <summary>What rows say to a thought.</summary>
public sealed class RowThought
{
    /// <summary>The rows of the highest activation, best first.</summary>
    public required IReadOnlyList<ActiveRow> Hits { get; init; }

    /// <summary>Xᵀ softmax(β X q) over the rows that count, with the rows' 16-bit vectors as X; zeros if none does.</summary>
    public required float[] ReadOut { get; init; }

    /// <summary>The entropy of the softmax, in nats; 0 if no row counts.</summary>
    public required double Entropy { get; init; }

    /// <summary>How many rows count.</summary>
    public required long Rows { get; init; }
}
