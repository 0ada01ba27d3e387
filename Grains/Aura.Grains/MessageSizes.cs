using System.Runtime.CompilerServices;

namespace Aura.Grains;

/// <summary>Keeps messages small: Orleans sends what an enumeration has at hand, up to a hundred items, as one.</summary>
internal static class MessageSizes
{
    /// <summary>Payload bytes that are cheaper to send than to read again.</summary>
    public const int Cheap = 64 << 10;

    private const int MostPayload = 1 << 20;

    /// <summary>Lets a message end where its payloads have come to a mebibyte.</summary>
    public static async IAsyncEnumerable<AgentState> BoundAsync(
        IAsyncEnumerable<AgentState> states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = 0;
        await foreach (var state in states.WithCancellation(cancellationToken))
        {
            var length = state.Payload?.Length ?? 0;
            if (bytes > 0 && bytes + length > MostPayload)
            {
                // Whatever is not at hand at once begins the next message.
                await Task.Yield();
                bytes = 0;
            }
            bytes += length;
            yield return state;
        }
    }
}
