using System.Collections.Concurrent;
using Aura.Engine;

namespace Aura.Client;

/// <summary>
/// The lines in memory, at most so many: when there are more, those that were not used since the last time are dropped (the clock
/// algorithm). Dropping is always safe, since a line keeps nothing that is not committed.
/// </summary>
internal sealed class LoadedLines(EngineServices services)
{
    private readonly ConcurrentDictionary<LineKey, LoadedLine> _lines = [];
    private int _count;
    private int _sweeping;

    public LoadedLine Get(LineKey key)
    {
        if (_lines.TryGetValue(key, out var line))
        {
            if (!line.Used) line.Used = true;
            return line;
        }
        line = new LoadedLine(key.Branch == BranchNames.Main
            ? new AgentEngine(services, key.Agent)
            : new BranchEngine(services, key.Agent, key.Branch));
        if (!_lines.TryAdd(key, line)) return Get(key);
        if (Interlocked.Increment(ref _count) > services.Options.MaxLoadedLines) Sweep();
        return line;
    }

    /// <summary>
    /// Has it that a save through a line that was dropped meanwhile is seen: the one that stands in its place may have been read before.
    /// </summary>
    public void Saved(LineKey key, LoadedLine line)
    {
        if (_lines.TryGetValue(key, out var current) && !ReferenceEquals(current, line)) current.Engine.Unload();
    }

    /// <summary>Has a line that was written to past its engine read again.</summary>
    public void Forget(LineKey key)
    {
        if (_lines.TryGetValue(key, out var line)) line.Engine.Unload();
    }

    public void DropAgent(string agent)
    {
        foreach (var (key, line) in _lines)
        {
            if (key.Agent != agent) continue;
            line.Engine.Unload();
            Drop(key);
        }
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        try
        {
            // To nine tenths, so that the next new line does not sweep again; two rounds, since the first may find all of them in use.
            for (var round = 0; round < 2; round++)
            {
                foreach (var (key, line) in _lines)
                {
                    if (_count <= services.Options.MaxLoadedLines * 0.9) return;
                    if (line.Used) line.Used = false;
                    else if (!line.IsBusy) Drop(key);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private void Drop(LineKey key)
    {
        if (_lines.TryRemove(key, out _)) Interlocked.Decrement(ref _count);
    }
}
