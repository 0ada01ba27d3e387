namespace Aura;

/// <summary>The answer to a causal question: a directed acyclic graph whose edges run from cause to effect.</summary>
public sealed record CausalGraph
{
    /// <summary>Which way it was followed.</summary>
    public required CausalDirection Direction { get; init; }

    /// <summary>The state that was asked about; for a path, the one it ends at.</summary>
    public required StateId Root { get; init; }

    /// <summary>The nodes, by depth; empty if there is no path.</summary>
    public IReadOnlyList<CausalNode> Nodes { get; init => field = value ?? []; } = [];

    /// <summary>The edges between these nodes.</summary>
    public IReadOnlyList<CausalEdge> Edges { get; init => field = value ?? []; } = [];

    /// <summary>What the states in it cost together, each counted once, in joules.</summary>
    public double TotalEnergy { get; init; }

    /// <summary>Whether a limit of the query cut it short.</summary>
    public bool Truncated { get; init; }
}
