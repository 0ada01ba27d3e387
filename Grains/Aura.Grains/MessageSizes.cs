using System.Runtime.CompilerServices;

namespace Aura.Grains;

/// <summary>Keeps messages small: Orleans sends what an enumeration has at hand, up to a hundred items, as one.</summary>
internal static class MessageSizes
{
    /// <summary>A state that is cheaper to send than to read again, in bytes.</summary>
    public const int Cheap = 64 << 10;

    private const int MostBytes = 1 << 20;

    // Leaves room for what is not counted.
    private const int MostHits = ContractSerialization.LargestMessage / 4 * 3;

    // A float on the wire, about.
    private const int FloatBytes = 6;

    /// <summary>Lets a message end where its states have come to a mebibyte.</summary>
    public static IAsyncEnumerable<AgentState> BoundAsync(IAsyncEnumerable<AgentState> states, CancellationToken cancellationToken) =>
        BoundAsync(states, StateSize.Of, cancellationToken);

    /// <summary>Lets a message end where its states have come to a mebibyte.</summary>
    public static IAsyncEnumerable<ExportRecord> BoundAsync(IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken) =>
        BoundAsync(records, record => record.State is { } state ? StateSize.Of(state) : 0, cancellationToken);

    /// <summary>Lets a message end where its memories have come to a mebibyte.</summary>
    public static IAsyncEnumerable<Memory> BoundAsync(IAsyncEnumerable<Memory> memories, CancellationToken cancellationToken) =>
        BoundAsync(memories, Of, cancellationToken);

    /// <summary>Lets pass what fits into one message.</summary>
    /// <exception cref="InvalidInputException">It does not.</exception>
    public static Recollection[] Check(Recollection[] recollections)
    {
        CheckHits("queries", recollections.SelectMany(r => r.Hits).Select(h => h.Memory).OfType<Memory>());
        return recollections;
    }

    /// <summary>Lets pass what fits into one message.</summary>
    /// <exception cref="InvalidInputException">It does not.</exception>
    public static Thought Check(Thought thought)
    {
        CheckHits("top", thought.Hits.Select(h => h.Memory));
        return thought;
    }

    private static void CheckHits(string field, IEnumerable<Memory> memories)
    {
        var bytes = memories.Sum(Of);
        if (bytes > MostHits)
        {
            throw new InvalidInputException(
                field, $"The hits have {bytes:N0} bytes, and an answer has room for {MostHits:N0}: ask for fewer, or without memories.");
        }
    }

    private static long Of(Memory memory) =>
        memory.Content.Length + memory.Interpretations.Sum(i => (i.Text?.Length ?? 0) + (long)i.Vector.Length * FloatBytes);

    private static async IAsyncEnumerable<T> BoundAsync<T>(
        IAsyncEnumerable<T> items, Func<T, long> size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            var length = size(item);
            if (bytes > 0 && bytes + length > MostBytes)
            {
                // Whatever is not at hand at once begins the next message.
                await Task.Yield();
                bytes = 0;
            }
            bytes += length;
            yield return item;
        }
    }
}
