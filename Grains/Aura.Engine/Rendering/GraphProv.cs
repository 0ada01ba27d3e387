using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// Writes a causal graph as W3C PROV-JSON (Member Submission of 24 April 2013): a state is an entity, the change that made it an
/// activity, its agent an agent. What PROV has no term for stands under the namespace <c>aura</c>.
/// </summary>
public static class GraphProv
{
    private const string Namespace = "urn:aura:prov:";

    /// <summary>Renders the graph.</summary>
    public static string Render(CausalGraph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var states = graph.Nodes.Where(n => n.Kind == CausalNodeKind.State).ToArray();
            var agents = states.Select(s => s.Agent!).Distinct().Order(StringComparer.Ordinal).ToArray();
            var agentNames = agents.Select((agent, i) => (agent, Name: $"aura:agent-{i + 1}")).ToDictionary(a => a.agent, a => a.Name);
            var entities = graph.Nodes.Select((node, i) => (node.Id, Name: node.Kind == CausalNodeKind.Label ? $"aura:label-{i + 1}" : $"aura:state-{node.Id}"))
                .ToDictionary(n => n.Id, n => n.Name);

            json.WriteStartObject();
            Section(json, "prefix", () => json.WriteString("aura", Namespace));
            Section(json, "entity", () =>
            {
                foreach (var node in graph.Nodes) Entity(json, entities[node.Id], node);
            });
            Section(json, "activity", () =>
            {
                foreach (var state in states) Activity(json, state);
            });
            Section(json, "agent", () =>
            {
                foreach (var agent in agents) Record(json, agentNames[agent], ("prov:type", "prov:SoftwareAgent"), ("prov:label", agent));
            });
            Section(json, "wasGeneratedBy", () =>
            {
                foreach (var state in states)
                {
                    Record(json, $"_:generation-{state.Id}", ("prov:entity", entities[state.Id]), ("prov:activity", ChangeOf(state)),
                        ("prov:time", Time(state.RecordedAt)));
                }
            });
            Section(json, "wasAssociatedWith", () =>
            {
                foreach (var state in states)
                    Record(json, $"_:association-{state.Id}", ("prov:activity", ChangeOf(state)), ("prov:agent", agentNames[state.Agent!]));
            });
            Section(json, "wasAttributedTo", () =>
            {
                foreach (var state in states)
                    Record(json, $"_:attribution-{state.Id}", ("prov:entity", entities[state.Id]), ("prov:agent", agentNames[state.Agent!]));
            });
            Section(json, "wasDerivedFrom", () =>
            {
                foreach (var (edge, i) in Derivations(graph).Select((edge, i) => (edge, i))) Derivation(json, entities, edge, i);
            });
            Section(json, "wasInfluencedBy", () =>
            {
                foreach (var (edge, i) in graph.Edges.Except(Derivations(graph)).Select((edge, i) => (edge, i))) Influence(json, entities, edge, i);
            });
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    // What prevented something, or had no effect, is no source that the state was derived from.
    private static IEnumerable<CausalEdge> Derivations(CausalGraph graph) =>
        graph.Edges.Where(e => e.Relation is CausalRelation.Caused or CausalRelation.Enabled);

    private static void Section(Utf8JsonWriter json, string name, Action content)
    {
        json.WriteStartObject(name);
        content();
        json.WriteEndObject();
    }

    private static void Record(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        json.WriteStartObject(name);
        foreach (var (field, value) in fields)
        {
            if (value is not null) json.WriteString(field, value);
        }
        json.WriteEndObject();
    }

    private static void Entity(Utf8JsonWriter json, string name, CausalNode node)
    {
        json.WriteStartObject(name);
        json.WriteString("prov:label", node.Summary);
        json.WriteString("aura:kind", node.Kind.ToString().ToLowerInvariant());
        if (node.Kind == CausalNodeKind.State)
        {
            json.WriteString("aura:type", node.Type);
            json.WriteString("aura:branch", node.Branch);
            json.WriteNumber("aura:version", node.Version!.Value);
            json.WriteString("aura:occurredAt", Time(node.OccurredAt));
            if (node.Confidence is { } confidence) json.WriteNumber("aura:confidence", confidence);
            json.WriteNumber("aura:energyCost", node.EnergyCost!.Value);
        }
        json.WriteEndObject();
    }

    private static void Activity(Utf8JsonWriter json, CausalNode state) =>
        Record(json, ChangeOf(state), ("prov:endTime", Time(state.RecordedAt)), ("prov:label", $"change to version {state.Version}"));

    private static void Derivation(Utf8JsonWriter json, Dictionary<string, string> entities, CausalEdge edge, int number)
    {
        json.WriteStartObject($"_:derivation-{number + 1}");
        json.WriteString("prov:generatedEntity", entities[edge.To]);
        json.WriteString("prov:usedEntity", entities[edge.From]);
        if (edge.Kind == CausalEdgeKind.Parent) WriteRevision(json);
        WriteRelation(json, edge);
        json.WriteEndObject();
    }

    // PROV-JSON writes wasRevisionOf as a derivation of the type prov:Revision.
    private static void WriteRevision(Utf8JsonWriter json)
    {
        json.WriteStartObject("prov:type");
        json.WriteString("$", "prov:Revision");
        json.WriteString("type", "prov:QUALIFIED_NAME");
        json.WriteEndObject();
    }

    private static void Influence(Utf8JsonWriter json, Dictionary<string, string> entities, CausalEdge edge, int number)
    {
        json.WriteStartObject($"_:influence-{number + 1}");
        json.WriteString("prov:influencee", entities[edge.To]);
        json.WriteString("prov:influencer", entities[edge.From]);
        WriteRelation(json, edge);
        json.WriteEndObject();
    }

    private static void WriteRelation(Utf8JsonWriter json, CausalEdge edge)
    {
        json.WriteString("aura:relation", GraphLabels.Of(edge));
        if (edge.Confidence is { } confidence) json.WriteNumber("aura:confidence", confidence);
    }

    private static string ChangeOf(CausalNode state) => $"aura:change-{state.Id}";

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
