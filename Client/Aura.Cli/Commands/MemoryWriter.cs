namespace Aura.Cli;

/// <summary>Stores memories batch by batch, and counts them.</summary>
internal sealed class MemoryWriter(IMemoryFabric fabric)
{
    private const int MostAtOnce = 1000;
    private const int MostBytesAtOnce = 16 << 20;

    /// <summary>Memories that were new.</summary>
    public long Added { get; private set; }

    /// <summary>Memories that were there already.</summary>
    public long Known { get; private set; }

    /// <summary>All of them.</summary>
    public long Stored => Added + Known;

    /// <summary>Stores all that come, and tells after each batch.</summary>
    /// <exception cref="InvalidInputException">One is refused: says what is stored by then.</exception>
    public async Task WriteAsync(IAsyncEnumerable<MemoryRequest> memories, Action stored, CancellationToken cancellationToken)
    {
        var (batch, bytes) = (new List<MemoryRequest>(), 0L);
        try
        {
            await foreach (var memory in memories.WithCancellation(cancellationToken))
            {
                batch.Add(memory);
                bytes += memory.Content.Length;
                if (batch.Count < MostAtOnce && bytes < MostBytesAtOnce) continue;
                await WriteAsync(batch, cancellationToken);
                stored();
                batch.Clear();
                bytes = 0;
            }
            if (batch.Count > 0) await WriteAsync(batch, cancellationToken);
        }
        catch (InvalidInputException e)
        {
            var stays = Stored == 0 ? "" : $" What came before it, {Counted.Of(Stored, "memory", "memories")}, stays: run it again to go on.";
            throw new InvalidInputException("memories", RequestFields.WithName(e.Message, i => $"Memory '{batch[i].Id}'") + stays, e);
        }
    }

    private async Task WriteAsync(List<MemoryRequest> batch, CancellationToken cancellationToken)
    {
        var results = await fabric.RememberAsync(batch, cancellationToken);
        var added = results.Count(r => r.Added);
        Added += added;
        Known += results.Count - added;
    }
}
