using System.Runtime.CompilerServices;

namespace Aura.Grains;

/// <summary>Keeps messages small: Orleans sends what an enumeration has at hand, up to a hundred items, as one.</summary>
internal static class MessageSizes
{
    /// <summary>A state that is cheaper to send than to read again, in bytes.</summary>
    public const int Cheap = 64 << 10;

    private const int MostBytes = 1 << 20;

    /// <summary>What makes a state large, in bytes.</summary>
    public static long Of(AgentState state) => (state.Payload?.Length ?? 0) + state.Context.Counterfactuals.Values.Sum(c => (long)c.Value.Length);

    /// <summary>Lets a message end where its states have come to a mebibyte.</summary>
    public static async IAsyncEnumerable<AgentState> BoundAsync(
        IAsyncEnumerable<AgentState> states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await foreach (var state in states.WithCancellation(cancellationToken))
        {
            var length = Of(state);
            if (bytes > 0 && bytes + length > MostBytes)
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
