using System.Globalization;
using Aura.Tests.Hosting;

namespace Aura.Tests.Rendering;

/// <summary>A graph made by hand, with each kind of node, edge and relation.</summary>
public static class SmallGraph
{
    /// <summary>Why the outcome of agent <c>a</c> came to be.</summary>
    public static CausalGraph Why { get; } = new()
    {
        Direction = CausalDirection.Why,
        Root = Id(3),
        Nodes =
        [
            State(3, "a", 2, StateTypes.Outcome, "booked"),
            State(2, "a", 1, StateTypes.Decision, "book it") with { Confidence = 0.75, Counterfactuals = ["wait", "walk"] },
            State(1, "b", 7, StateTypes.Observation, "seen", "try"),
            Label("rain"),
        ],
        Edges =
        [
            Edge($"{Id(2)}", 3, CausalRelation.Caused),
            Edge($"{Id(2)}", 3, CausalRelation.Caused) with { Kind = CausalEdgeKind.Parent },
            Edge($"{Id(1)}", 2, CausalRelation.Enabled),
            Edge("label:rain", 2, CausalRelation.Prevented),
            Edge("label:rain", 3, CausalRelation.NoEffect),
        ],
    };

    /// <summary>An id that can be read.</summary>
    public static StateId Id(int number) => StateId.Parse($"00000000-0000-7000-8000-{number:D12}", CultureInfo.InvariantCulture);

    /// <summary>A state's node.</summary>
    public static CausalNode State(int id, string agent, long version, string type, string summary, string branch = BranchNames.Main) => new()
    {
        Id = $"{Id(id)}", Kind = CausalNodeKind.State, Depth = 0, Summary = summary, ChainConfidence = 1, ChainEnergy = 0, Agent = agent, Branch = branch,
        Version = version, Type = type, EnergyCost = 0, OccurredAt = StateSketch.Begin, RecordedAt = StateSketch.Begin.AddSeconds(1),
    };

    /// <summary>A label's node.</summary>
    public static CausalNode Label(string label) => new()
    {
        Id = $"label:{label}", Kind = CausalNodeKind.Label, Depth = 1, Summary = label, ChainConfidence = 1, ChainEnergy = 0,
    };

    /// <summary>An edge to a state.</summary>
    public static CausalEdge Edge(string from, int to, CausalRelation relation) =>
        new() { From = from, To = $"{Id(to)}", Kind = CausalEdgeKind.Cause, Relation = relation };
}
