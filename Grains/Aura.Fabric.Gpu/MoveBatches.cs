using Aura.Engine;

namespace Aura.Fabric.Gpu;

/// <summary>Moves that come one after the other, in batches within which they may happen at once.</summary>
internal static class MoveBatches
{
    /// <summary>Begins a new batch with each move that touches what one of its batch has written, or writes what one of it has read.</summary>
    public static IEnumerable<IReadOnlyList<RowMove>> Of(ReadOnlyMemory<RowMove> moves)
    {
        var batch = new List<RowMove>();
        var (read, written) = (new HashSet<int>(), new HashSet<int>());
        for (var i = 0; i < moves.Length; i++)
        {
            var move = moves.Span[i];
            if (written.Contains(move.From) || written.Contains(move.To) || read.Contains(move.To))
            {
                yield return batch;
                batch = [];
                read.Clear();
                written.Clear();
            }
            batch.Add(move);
            read.Add(move.From);
            written.Add(move.To);
        }
        if (batch.Count > 0) yield return batch;
    }
}
