namespace Aura;

/// <summary>What a scorer may look at.</summary>
public abstract class ScoringContext
{
    /// <summary>The future's name within its speculation.</summary>
    public abstract string Future { get; }

    /// <summary>The scorer's arguments; JSON null if there are none.</summary>
    public abstract Payload Arguments { get; }

    /// <summary>The future's last state.</summary>
    public abstract AgentState Head { get; }

    /// <summary>How many states it has of its own.</summary>
    public abstract long States { get; }

    /// <summary>What they cost together, in joules.</summary>
    public abstract double Energy { get; }

    /// <summary>Streams the future's own states, oldest first.</summary>
    public abstract IAsyncEnumerable<AgentState> HistoryAsync(CancellationToken cancellationToken = default);
}
