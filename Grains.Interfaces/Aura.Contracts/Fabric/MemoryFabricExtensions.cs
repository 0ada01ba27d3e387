namespace Aura;

/// <summary>Shorter ways to say the usual things.</summary>
public static class MemoryFabricExtensions
{
    /// <summary>Stores one memory.</summary>
    public static async ValueTask<Remembered> RememberAsync(this IMemoryFabric fabric, MemoryRequest memory, CancellationToken cancellationToken = default) =>
        (await fabric.RememberAsync([memory], cancellationToken))[0];

    /// <summary>Finds the memories nearest to one query.</summary>
    public static async ValueTask<Recollection> RecallAsync(this IMemoryFabric fabric, RecallRequest query, CancellationToken cancellationToken = default) =>
        (await fabric.RecallAsync([query], cancellationToken))[0];

    /// <summary>Finds the memories nearest to a text.</summary>
    public static ValueTask<Recollection> RecallAsync(this IMemoryFabric fabric, string text, int top = 10, CancellationToken cancellationToken = default) =>
        fabric.RecallAsync(new RecallRequest { Text = text, Top = top }, cancellationToken);

    /// <summary>Thinks with memory, and records the thought as the agent's next state.</summary>
    public static ValueTask<Thought> ThinkAsync(
        this IAgent agent, string fabric, Payload thought, Payload? context = null, CancellationToken cancellationToken = default) =>
        agent.ThinkAsync(fabric, new ThinkRequest { Thought = thought, Context = context }, cancellationToken);
}
