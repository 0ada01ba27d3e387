using System.Text;
using Aura.Client;
using Aura.Tests.Hosting;

namespace Aura.Tests.Import;

/// <summary>A test that imports chat traces, on SQLite unless it says otherwise.</summary>
public abstract class ImportTest : AuraTest
{
    /// <summary>The messages of a small run: a question, a call, its result, an answer.</summary>
    protected const string Messages =
        """{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"},{"role":"assistant","content":"done"}""";

    /// <summary>A small run.</summary>
    protected const string Run = $$"""{"messages":[{{Messages}}]}""";

    /// <summary>What the small run becomes.</summary>
    protected static readonly string[] RunSketch = ["observation", "decision <- 1 -> call:f", "observation <- 2", "decision <- 1, 3"];

    /// <inheritdoc/>
    protected override async ValueTask<IAuraHost> StartAsync() => await EmbeddedHost.StartAsync(new SqlitePlace());

    /// <summary>Imports text as a file of that name.</summary>
    protected Task<ChatImportResult> ImportAsync(string text, string file = "t.json", ChatImportOptions? options = null) =>
        ImportAsync(Encoding.UTF8.GetBytes(text), file, options);

    /// <summary>Imports bytes as a file of that name.</summary>
    protected async Task<ChatImportResult> ImportAsync(byte[] bytes, string file = "t.json", ChatImportOptions? options = null) =>
        await new ChatImporter(Aura).ImportAsync(new MemoryStream(bytes), file, options);

    /// <summary>The names of all agents.</summary>
    protected async Task<List<string>> AgentsAsync() => await Aura.AgentsAsync().Select(a => a.Agent).ToListAsync();

    /// <summary>An agent's whole history.</summary>
    protected async Task<List<AgentState>> HistoryAsync(string agent) => await Aura.Agent(agent).HistoryAsync().ToListAsync();

    /// <summary>An agent's history, each state as <c>type &lt;- causes -&gt; effects</c>, in which links are versions.</summary>
    protected async Task<string[]> SketchAsync(string agent)
    {
        var states = await HistoryAsync(agent);
        var versions = states.ToDictionary(s => s.Id, s => s.Version);
        return [.. states.Select(s => s.Type
            + Listed(" <- ", s.Context.Causes.Select(c => c.State is { } id ? $"{versions[id]}" : c.Label!))
            + Listed(" -> ", s.Context.Effects))];
    }

    /// <summary>All that was imported, but for what differs from import to import: ids and times.</summary>
    protected async Task<List<string>> EverythingAsync()
    {
        var all = new List<string>();
        foreach (var agent in await AgentsAsync())
        {
            var sketch = await SketchAsync(agent);
            all.AddRange((await HistoryAsync(agent)).Select((s, i) => $"{agent}@{s.Version} {s.OperationId} {s.Source} {sketch[i]} {s.Payload}"));
        }
        return all;
    }

    private static string Listed(string arrow, IEnumerable<string> items)
    {
        var text = string.Join(", ", items);
        return text.Length == 0 ? "" : arrow + text;
    }
}
