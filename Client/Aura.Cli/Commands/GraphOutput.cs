using System.CommandLine;
using System.Text;
using Aura.Engine;

namespace Aura.Cli;

/// <summary>The options of the commands that print a causal graph, and how it is printed.</summary>
internal sealed class GraphOutput
{
    private readonly Option<string?> _format = new("--format") { Description = "tree, json, mermaid, dot or prov  [default: tree]", HelpName = "FORMAT" };
    private readonly Option<int?> _depth = CommonOptions.Number("--depth", "The most steps from the state  [default: no limit]");
    private readonly Option<int?> _maxNodes = CommonOptions.Number("--max-nodes", "The most nodes in the answer  [default: 10000]");
    private readonly Option<bool> _linksOnly = new("--links-only") { Description = "Follow only the links that were drawn, not the mere succession of states" };

    public GraphOutput(Command command)
    {
        _format.AcceptOnlyFromAmong("tree", "json", "mermaid", "dot", "prov");
        command.Add(_format);
        command.Add(_depth);
        command.Add(_maxNodes);
        command.Add(_linksOnly);
        command.Validators.Add(result =>
        {
            if (result.GetValue(CommonOptions.Json) && result.GetValue(_format) is { } format and not "json") result.AddError($"--json and --format {format} cannot both be.");
        });
    }

    public CausalQuery QueryOf(ParseResult line)
    {
        var query = new CausalQuery { Depth = line.GetValue(_depth), FollowParents = !line.GetValue(_linksOnly) };
        return line.GetValue(_maxNodes) is { } most ? query with { MaxNodes = most } : query;
    }

    public void Print(ParseResult line, Screen screen, CausalGraph graph)
    {
        switch (line.GetValue(CommonOptions.Json) ? "json" : line.GetValue(_format) ?? "tree")
        {
            case "json":
                screen.Json(graph, AuraJsonContext.Default.CausalGraph);
                break;
            case "prov":
                screen.RawJson(Encoding.UTF8.GetBytes(GraphProv.Render(graph).TrimEnd('\n')));
                break;
            case "mermaid":
                screen.Block(GraphMermaid.Render(graph));
                break;
            case "dot":
                screen.Block(GraphDot.Render(graph));
                break;
            default:
                screen.Block(GraphTree.Render(graph));
                return;
        }
        if (graph.Truncated) screen.Hint("aura: The graph was cut short by --depth or --max-nodes.");
    }
}
