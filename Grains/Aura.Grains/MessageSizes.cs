using System.Runtime.CompilerServices;

namespace Aura.Grains;

/// <summary>Keeps messages small: Orleans sends what an enumeration has at hand, up to a hundred items, as one.</summary>
internal static class MessageSizes
{
    /// <summary>A state that is cheaper to send than to read again, in bytes.</summary>
    public const int Cheap = 64 << 10;

    private const int MostBytes = 1 << 20;

    /// <summary>Lets a message end where its states have come to a mebibyte.</summary>
    public static IAsyncEnumerable<AgentState> BoundAsync(IAsyncEnumerable<AgentState> states, CancellationToken cancellationToken) =>
        BoundAsync(states, StateSize.Of, cancellationToken);

    /// <summary>Lets a message end where its states have come to a mebibyte.</summary>
    public static IAsyncEnumerable<ExportRecord> BoundAsync(IAsyncEnumerable<ExportRecord> records, CancellationToken cancellationToken) =>
        BoundAsync(records, record => record.State is { } state ? StateSize.Of(state) : 0, cancellationToken);

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
