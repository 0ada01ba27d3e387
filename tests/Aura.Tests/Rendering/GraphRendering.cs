using Aura.Engine;

namespace Aura.Tests.Rendering;

/// <summary>What each form of a small graph looks like, to the letter.</summary>
public sealed class GraphRendering
{
    [Fact]
    public void Dot() => Assert.Equal(
        """
        digraph aura {
            rankdir=TB;
            node [shape=box, fontname="sans-serif"];
            "00000000-0000-7000-8000-000000000003" [label="a@2 outcome\nbooked", style=bold];
            "00000000-0000-7000-8000-000000000002" [label="a@1 decision\nbook it"];
            "00000000-0000-7000-8000-000000000001" [label="b@7 [try] observation\nseen"];
            "label:rain" [label="rain", shape=ellipse];
            "00000000-0000-7000-8000-000000000002" -> "00000000-0000-7000-8000-000000000003" [label="caused", style=solid];
            "00000000-0000-7000-8000-000000000002" -> "00000000-0000-7000-8000-000000000003" [label="then", style=dotted];
            "00000000-0000-7000-8000-000000000001" -> "00000000-0000-7000-8000-000000000002" [label="enabled", style=solid];
            "label:rain" -> "00000000-0000-7000-8000-000000000002" [label="prevented", style=solid];
            "label:rain" -> "00000000-0000-7000-8000-000000000003" [label="no_effect", style=dashed];
        }

        """, GraphDot.Render(SmallGraph.Why));

    [Fact]
    public void Mermaid() => Assert.Equal(
        """
        flowchart TD
            n0["a@2 outcome<br/>booked"]
            n1["a@1 decision<br/>book it"]
            n2["b@7 [try] observation<br/>seen"]
            n3(["rain"])
            n1 -->|caused| n0
            n1 -.->|then| n0
            n2 -->|enabled| n1
            n3 -->|prevented| n1
            n3 -.->|no_effect| n0

        """, GraphMermaid.Render(SmallGraph.Why));

    [Fact]
    public void Tree() => Assert.Equal(
        """
        a@2 outcome: booked
        ├─ not because of rain
        ├─ because of a@1 decision: book it (confidence 0.75) (or else: wait, walk)
        │  ├─ prevented by rain (above)
        │  └─ enabled by b@7 [try] observation: seen
        after a@1 decision (above)

        """, GraphTree.Render(SmallGraph.Why));

    [Fact]
    public void Tree_of_effects() => Assert.Equal(
        """
        b@7 [try] observation: seen
        enabled a@1 decision: book it (confidence 0.75) (or else: wait, walk)
        ├─ led to a@2 outcome: booked
        └─ then a@2 outcome (above)
        … cut short by the limits of the question

        """,
        GraphTree.Render(SmallGraph.Why with
        {
            Direction = CausalDirection.Effects, Root = SmallGraph.Id(1), Nodes = [.. SmallGraph.Why.Nodes.Take(3)], Edges = [.. SmallGraph.Why.Edges.Take(3)],
            Truncated = true,
        }));

    [Fact]
    public void No_path_is_said_in_words() =>
        Assert.Equal("(no path)\n", GraphTree.Render(new CausalGraph { Direction = CausalDirection.Path, Root = SmallGraph.Id(1) }));

    [Fact]
    public void Prov() => Assert.Equal(
        """
        {
          "prefix": {
            "aura": "urn:aura:prov:"
          },
          "entity": {
            "aura:state-00000000-0000-7000-8000-000000000001": {
              "prov:label": "seen",
              "aura:kind": "state",
              "aura:type": "observation",
              "aura:branch": "try",
              "aura:version": 7,
              "aura:occurredAt": "2026-01-02T03:04:05.000000Z",
              "aura:energyCost": 0
            },
            "aura:label-2": {
              "prov:label": "rain",
              "aura:kind": "label"
            }
          },
          "activity": {
            "aura:change-00000000-0000-7000-8000-000000000001": {
              "prov:endTime": "2026-01-02T03:04:06.000000Z",
              "prov:label": "change to version 7"
            }
          },
          "agent": {
            "aura:agent-1": {
              "prov:type": "prov:SoftwareAgent",
              "prov:label": "b"
            }
          },
          "wasGeneratedBy": {
            "_:generation-00000000-0000-7000-8000-000000000001": {
              "prov:entity": "aura:state-00000000-0000-7000-8000-000000000001",
              "prov:activity": "aura:change-00000000-0000-7000-8000-000000000001",
              "prov:time": "2026-01-02T03:04:06.000000Z"
            }
          },
          "wasAssociatedWith": {
            "_:association-00000000-0000-7000-8000-000000000001": {
              "prov:activity": "aura:change-00000000-0000-7000-8000-000000000001",
              "prov:agent": "aura:agent-1"
            }
          },
          "wasAttributedTo": {
            "_:attribution-00000000-0000-7000-8000-000000000001": {
              "prov:entity": "aura:state-00000000-0000-7000-8000-000000000001",
              "prov:agent": "aura:agent-1"
            }
          },
          "wasDerivedFrom": {
            "_:derivation-1": {
              "prov:generatedEntity": "aura:state-00000000-0000-7000-8000-000000000001",
              "prov:usedEntity": "aura:label-2",
              "aura:relation": "caused",
              "aura:confidence": 0.5
            }
          },
          "wasInfluencedBy": {}
        }

        """,
        GraphProv.Render(new CausalGraph
        {
            Direction = CausalDirection.Why,
            Root = SmallGraph.Id(1),
            Nodes = [SmallGraph.State(1, "b", 7, StateTypes.Observation, "seen", "try"), SmallGraph.Label("rain")],
            Edges = [new CausalEdge { From = "label:rain", To = $"{SmallGraph.Id(1)}", Kind = CausalEdgeKind.Cause, Relation = CausalRelation.Caused, Confidence = 0.5 }],
        }));
}
