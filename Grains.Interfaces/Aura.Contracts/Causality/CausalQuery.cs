using System.Text.Json.Serialization;

namespace Aura;

/// <summary>How far a causal question reaches.</summary>
public sealed record CausalQuery
{
    private const int DefaultMaxNodes = 10_000;

    /// <summary>As far as the defaults go.</summary>
    public CausalQuery()
    {
    }

    // The JSON reader knows defaults from a constructor only.
    [JsonConstructor]
    internal CausalQuery(int? depth = null, int maxNodes = DefaultMaxNodes, bool followParents = true) =>
        (Depth, MaxNodes, FollowParents) = (depth, maxNodes, followParents);

    /// <summary>The most steps from the state that was asked about; null for no limit.</summary>
    public int? Depth { get; init; }

    /// <summary>The most nodes in the answer; an answer that was cut short says so. At most 100,000.</summary>
    public int MaxNodes { get; init; } = DefaultMaxNodes;

    /// <summary>Whether the succession of states counts beside the links that callers drew.</summary>
    public bool FollowParents { get; init; } = true;
}
