namespace Aura.Engine;

/// <summary>
/// The rows of one fabric on a device: unit vectors in float32, kept as 16 bits that are scanned and 16 that make them whole again, and how each
/// was used. Rows are numbered without gaps from 0. What computes may run beside what computes; what changes rows runs alone, which is the
/// caller's to see to.
/// </summary>
public interface IFabricRows : IAsyncDisposable
{
    /// <summary>The rows' dimension.</summary>
    int Dimensions { get; }

    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>What they take on the device, in bytes, room for more included.</summary>
    long Bytes { get; }

    /// <summary>Adds rows behind the last one.</summary>
    /// <param name="vectors">Their unit vectors, one after the other: as many floats as uses times dimensions.</param>
    /// <param name="uses">How each was used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OutOfDeviceMemoryException">They do not fit; none was added.</exception>
    ValueTask AddAsync(ReadOnlyMemory<float> vectors, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken);

    /// <summary>Gives rows other vectors.</summary>
    ValueTask ReplaceAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> vectors, CancellationToken cancellationToken);

    /// <summary>Says how rows were used.</summary>
    ValueTask SetUsesAsync(ReadOnlyMemory<int> rows, ReadOnlyMemory<RowUses> uses, CancellationToken cancellationToken);

    /// <summary>Copies rows over others, in order, and then drops all from <paramref name="count"/> on.</summary>
    ValueTask CompactAsync(ReadOnlyMemory<RowMove> moves, int count, CancellationToken cancellationToken);

    /// <summary>Reads rows' vectors, as they were given.</summary>
    ValueTask ReadAsync(ReadOnlyMemory<int> rows, Memory<float> vectors, CancellationToken cancellationToken);

    /// <summary>
    /// Finds, for each query, the rows of the highest cosine as <see cref="ExactScore"/> gives it; best first. One pass over the rows for all
    /// queries.
    /// </summary>
    ValueTask<IReadOnlyList<IReadOnlyList<RowHit>>> TopAsync(IReadOnlyList<RowQuery> queries, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the rows of the highest activation, which is <see cref="BaseLevel"/> plus the weighted cosine, and reads out all rows that count, in
    /// one pass.
    /// </summary>
    ValueTask<RowThought> ThinkAsync(RowThinkQuery query, CancellationToken cancellationToken);

    /// <summary>Computes the base level of every row, to float32's precision.</summary>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="decay">The decay d.</param>
    /// <param name="levels">Where they go: as many as there are rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask BaseLevelsAsync(double now, double decay, Memory<float> levels, CancellationToken cancellationToken);
}
