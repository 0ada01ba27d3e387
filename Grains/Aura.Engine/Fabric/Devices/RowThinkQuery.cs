namespace Aura.Engine;

/// <summary>What to think of.</summary>
public sealed class RowThinkQuery
{
    /// <summary>Whose activation is highest, among the rows that count.</summary>
    public required RowQuery Rows { get; init; }

    /// <summary>The inverse temperature β of the read-out.</summary>
    public required double InverseTemperature { get; init; }

    /// <summary>What a cosine of 1 adds to the activation.</summary>
    public required double SimilarityWeight { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required double Now { get; init; }

    /// <summary>The decay d.</summary>
    public required double Decay { get; init; }

    /// <summary>What decides on a row: its exact activation, the same on every device.</summary>
    public ActiveRow Activate(int row, in RowUses uses, ReadOnlySpan<float> vector)
    {
        var level = BaseLevel.Of(uses, Now, Decay);
        var similarity = ExactScore.Dot(vector, Rows.Vector.Span);
        return new ActiveRow(row, level + SimilarityWeight * similarity, level, similarity);
    }
}
