using System.Diagnostics;
using System.Text.Json;
using Aura.Engine;

namespace Aura.Tests.Rendering;

/// <summary>Causal graphs as text for other programs and for a terminal.</summary>
public sealed class GraphRenderings
{
    private const string Hostile = "\"quoted\" \\ back\\\\slash\\ 'x' \"] --> n9[\"y <script>alert(1)</script> &amp; #35; `z` {|} 😀 <br/> ; é \u2028 end\\";

    private static readonly StateId First = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c073901");
    private static readonly StateId Second = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c073902");
    private static readonly StateId Other = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c073903");
    private static readonly StateId Gone = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c073904");
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(6);

    // second <- first (succession), second <- other (no effect), first <- a label, other <- a state that was erased.
    private static readonly CausalGraph Small = new()
    {
        Direction = CausalDirection.Why,
        Root = Second,
        Nodes =
        [
            State(Second, 0, "a", "main", 2, "umbrella", 0.9) with { Counterfactuals = ["stay", "swim"] }, State(First, 1, "a", "main", 1, "rain", null),
            State(Other, 1, "b", "x", 7, "news", null), Label("cause:clouds", "clouds", 2),
            new() { Id = Gone.ToString(), Kind = CausalNodeKind.Erased, Depth = 2, Summary = "(erased with its agent)", ChainConfidence = 0, ChainEnergy = 0 },
        ],
        Edges =
        [
            Edge(First, Second, CausalEdgeKind.Parent, CausalRelation.Caused), Edge(Other, Second, CausalEdgeKind.Cause, CausalRelation.NoEffect),
            new() { From = "cause:clouds", To = First.ToString(), Kind = CausalEdgeKind.Cause, Relation = CausalRelation.Enabled, Confidence = 0.5 },
            Edge(Gone, Other, CausalEdgeKind.Cause, CausalRelation.Prevented),
        ],
    };

    private static readonly CausalGraph Nasty = new()
    {
        Direction = CausalDirection.Effects,
        Root = First,
        Nodes = [State(First, 0, Hostile, Hostile, 1, Hostile, 1) with { Type = Hostile, Counterfactuals = [Hostile] }, Label($"effect:{Hostile}", Hostile, 1)],
        Edges = [new() { From = First.ToString(), To = $"effect:{Hostile}", Kind = CausalEdgeKind.Cause, Relation = CausalRelation.Caused }],
    };

    [Fact]
    public void A_small_graph_in_DOT() => AssertText(
        """
        digraph aura {
            rankdir=TB;
            node [shape=box, fontname="sans-serif"];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073902" [label="a@2 t\numbrella", style=bold];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073901" [label="a@1 t\nrain"];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073903" [label="b@7 [x] t\nnews"];
            "cause:clouds" [label="clouds", shape=ellipse];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073904" [label="(erased with its agent)", shape=ellipse];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073901" -> "0198c2f0-7a51-7cc3-98c4-dc0c0c073902" [label="then", style=dotted];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073903" -> "0198c2f0-7a51-7cc3-98c4-dc0c0c073902" [label="no_effect", style=dashed];
            "cause:clouds" -> "0198c2f0-7a51-7cc3-98c4-dc0c0c073901" [label="enabled", style=solid];
            "0198c2f0-7a51-7cc3-98c4-dc0c0c073904" -> "0198c2f0-7a51-7cc3-98c4-dc0c0c073903" [label="prevented", style=solid];
        }
        """, GraphDot.Render(Small));

    [Fact]
    public void A_small_graph_in_Mermaid() => AssertText(
        """
        flowchart TD
            n0["a@2 t<br/>umbrella"]
            n1["a@1 t<br/>rain"]
            n2["b@7 [x] t<br/>news"]
            n3(["clouds"])
            n4(["(erased with its agent)"])
            n1 -.->|then| n0
            n2 -.->|no_effect| n0
            n3 -->|enabled| n1
            n4 -->|prevented| n2
        """, GraphMermaid.Render(Small));

    [Fact]
    public void A_small_graph_as_a_tree() => AssertText(
        """
        a@2 t: umbrella (confidence 0.9) (or else: stay, swim)
        ├─ not because of b@7 [x] t: news
        │  └─ prevented by (erased with its agent)
        after a@1 t: rain
        └─ enabled by clouds
        """, GraphTree.Render(Small));

    [Fact]
    public void A_small_graph_in_PROV_JSON()
    {
        using var document = JsonDocument.Parse(GraphProv.Render(Small));
        var prov = document.RootElement;
        Assert.Equal("urn:aura:prov:", prov.GetProperty("prefix").GetProperty("aura").GetString());
        Assert.Equal(5, AssertResolves(prov));
        var entity = prov.GetProperty("entity").GetProperty($"aura:state-{Second}");
        Assert.Equal(
            """{"prov:label":"umbrella","aura:kind":"state","aura:type":"t","aura:branch":"main","aura:version":2,"aura:occurredAt":"2026-01-02T03:04:05.000006Z","aura:confidence":0.9,"aura:energyCost":2}""",
            JsonSerializer.Serialize(entity));
        Assert.Equal(["a", "b"], prov.GetProperty("agent").EnumerateObject().Select(a => a.Value.GetProperty("prov:label").GetString()));
        var revision = Assert.Single(prov.GetProperty("wasDerivedFrom").EnumerateObject(), d => d.Value.TryGetProperty("prov:type", out _)).Value;
        Assert.Equal(($"aura:state-{First}", $"aura:state-{Second}"),
            (revision.GetProperty("prov:usedEntity").GetString(), revision.GetProperty("prov:generatedEntity").GetString()));
        Assert.Equal(2, prov.GetProperty("wasDerivedFrom").EnumerateObject().Count());
        Assert.Equal(["no_effect", "prevented"], prov.GetProperty("wasInfluencedBy").EnumerateObject().Select(i => i.Value.GetProperty("aura:relation").GetString()));
        Assert.Equal("2026-01-02T03:04:05.000006Z", prov.GetProperty("wasGeneratedBy").EnumerateObject().First().Value.GetProperty("prov:time").GetString());
    }

    [Fact]
    public void Hostile_texts_leave_PROV_JSON_valid_and_whole()
    {
        using var document = JsonDocument.Parse(GraphProv.Render(Nasty));
        AssertResolves(document.RootElement);
        Assert.All(document.RootElement.GetProperty("entity").EnumerateObject(), e => Assert.Equal(Hostile, e.Value.GetProperty("prov:label").GetString()));
        Assert.Equal(Hostile, Assert.Single(document.RootElement.GetProperty("agent").EnumerateObject()).Value.GetProperty("prov:label").GetString());
    }

    [Fact]
    public void Hostile_texts_cannot_leave_their_place_in_Mermaid()
    {
        var lines = GraphMermaid.Render(Nasty).TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Matches("^    n0\\[\"[^\"]*\"\\]$", lines[1]);
        Assert.Matches("^    n1\\(\\[\"[^\"]*\"\\]\\)$", lines[2]);
        Assert.Equal("    n0 -->|caused| n1", lines[3]);
        // Of markup there is only the line break that the renderer itself puts between name and summary.
        Assert.Equal(1, lines[1].Count(c => c == '<'));
        Assert.DoesNotContain('<', lines[2]);
        Assert.StartsWith("    n1([\"#34;quoted#34; #92; back#92;#92;slash#92; 'x' #34;] --#62; n9[#34;y #60;script#62;", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_texts_cannot_leave_their_place_in_DOT()
    {
        var text = GraphDot.Render(Nasty);
        var inside = false;
        var strings = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            if (inside && text[i] == '\\') i++;
            else if (text[i] == '"')
            {
                if (inside) strings[^1] = text[int.Parse(strings[^1])..i];
                else strings.Add($"{i + 1}");
                inside = !inside;
            }
        }
        Assert.False(inside);
        // font, node and its label, node and its label, both ends of the edge and its label
        Assert.Equal(8, strings.Count);
        Assert.Equal(Hostile, strings[4].Replace("\\\\", "\u0001").Replace("\\\"", "\"").Replace("\u0001", "\\"));
        Assert.Equal(strings[3], strings[6]);
    }

    [Fact]
    public async Task Graphviz_reads_what_is_rendered_in_DOT()
    {
        var dot = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(d => Path.Combine(d, "dot")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(dot is null, "Graphviz is not installed on this machine.");
        foreach (var graph in (CausalGraph[])[Small, Nasty])
        {
            using var process = Process.Start(new ProcessStartInfo(dot!, ["-Tplain"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            await process.StandardInput.WriteAsync(GraphDot.Render(graph));
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var plain = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal((0, ""), (process.ExitCode, (await errors).Replace("Fontconfig error: Cannot load default config file", "").Trim()));
            Assert.Equal(graph.Nodes.Count, plain.Split('\n').Count(l => l.StartsWith("node ", StringComparison.Ordinal)));
            Assert.Equal(graph.Edges.Count, plain.Split('\n').Count(l => l.StartsWith("edge ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_tree_draws_each_node_once_and_a_long_chain_without_indentation()
    {
        var ids = Enumerable.Range(0, 5000).Select(i => new StateId(new Guid(i + 1, 0, 0, new byte[8]))).ToArray();
        var chain = new CausalGraph
        {
            Direction = CausalDirection.Why,
            Root = ids[0],
            Nodes = [.. ids.Select((id, i) => State(id, i, "a", "main", 5000 - i, $"{i}", null))],
            Edges = [.. ids.Zip(ids.Skip(1), (effect, cause) => Edge(cause, effect, CausalEdgeKind.Parent, CausalRelation.Caused))],
        };
        var lines = GraphTree.Render(chain).TrimEnd('\n').Split('\n');
        Assert.Equal(5000, lines.Length);
        Assert.Equal("└─ after a@1 t: 4999", lines[^1]);
        Assert.All(lines[1..^1], l => Assert.StartsWith("after a@", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tree_says_when_it_was_cut_short_and_when_there_is_nothing()
    {
        Assert.EndsWith("… cut short by the limits of the question\n", GraphTree.Render(Small with { Truncated = true }), StringComparison.Ordinal);
        Assert.Equal("(no path)\n", GraphTree.Render(new CausalGraph { Direction = CausalDirection.Path, Root = First }));
    }

    private static CausalNode State(StateId id, int depth, string agent, string branch, long version, string summary, double? confidence) => new()
    {
        Id = id.ToString(), Kind = CausalNodeKind.State, Depth = depth, Summary = summary, ChainConfidence = 1, ChainEnergy = 0, Agent = agent, Branch = branch,
        Version = version, Type = "t", Confidence = confidence, EnergyCost = 2, OccurredAt = Time, RecordedAt = Time,
    };

    private static CausalNode Label(string id, string label, int depth) =>
        new() { Id = id, Kind = CausalNodeKind.Label, Depth = depth, Summary = label, ChainConfidence = 1, ChainEnergy = 0 };

    private static CausalEdge Edge(StateId from, StateId to, CausalEdgeKind kind, CausalRelation relation) =>
        new() { From = from.ToString(), To = to.ToString(), Kind = kind, Relation = relation };

    private static void AssertText(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", actual);

    // Every reference in the document names something that is in it; returns the number of entities.
    private static int AssertResolves(JsonElement prov)
    {
        HashSet<string> Names(string section) => [.. prov.GetProperty(section).EnumerateObject().Select(p => p.Name)];
        var (entities, activities, agents) = (Names("entity"), Names("activity"), Names("agent"));
        foreach (var section in prov.EnumerateObject().Where(s => s.Name.StartsWith("was", StringComparison.Ordinal)))
        {
            foreach (var record in section.Value.EnumerateObject())
            {
                foreach (var field in record.Value.EnumerateObject())
                {
                    if (field.Name is "prov:entity" or "prov:usedEntity" or "prov:generatedEntity" or "prov:influencer" or "prov:influencee")
                        Assert.Contains(field.Value.GetString()!, entities);
                    else if (field.Name is "prov:activity") Assert.Contains(field.Value.GetString()!, activities);
                    else if (field.Name is "prov:agent") Assert.Contains(field.Value.GetString()!, agents);
                }
            }
        }
        return entities.Count;
    }
}
