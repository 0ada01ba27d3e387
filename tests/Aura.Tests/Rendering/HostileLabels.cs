using System.Diagnostics;
using System.Text.Json;
using Aura.Engine;
using Aura.Testing;

namespace Aura.Tests.Rendering;

/// <summary>Text from anywhere breaks no form of a graph.</summary>
public sealed class HostileLabels
{
    private static readonly string[] Texts =
    [
        "\"", "\\", "\\\"", "ends with \\", "a\nb", "a\r\nb", "a\tc", "\"]", "\"])", "<script>alert(1)</script>", "<br/>", "-->", "%% c", "end", "#quot;", "&amp;",
        "\U0001F6EB é", "\\N\\G", "{}|[]", "--", "`x`", "", " ", "\"; }", "</td>", "a\u0001d", "null", "aura:x",
    ];

    private static CausalGraph Graph => new()
    {
        Direction = CausalDirection.Why,
        Root = SmallGraph.Id(1),
        Nodes =
        [
            .. Texts.Select((t, i) => SmallGraph.State(i + 1, $"{t}agent", i + 1, $"{t}type", t, $"{t}branch")),
            .. Texts.Select(t => SmallGraph.Label(t)),
        ],
        Edges = [.. Texts.Select((t, i) => SmallGraph.Edge($"label:{t}", i + 1, (CausalRelation)(i % 4)))],
    };

    [Fact]
    public void Prov_parses_and_every_reference_resolves()
    {
        var prov = JsonElement.Parse(GraphProv.Render(Graph));
        var things = new HashSet<string>(
            ((string[])["entity", "activity", "agent"]).SelectMany(s => prov.GetProperty(s).EnumerateObject()).Select(p => p.Name), StringComparer.Ordinal);
        Assert.Equal(2 * Texts.Length, prov.GetProperty("entity").EnumerateObject().Select(e => e.Name).Distinct().Count());
        var references = 0;
        foreach (var section in prov.EnumerateObject().Where(s => s.Name.StartsWith("was", StringComparison.Ordinal)))
        {
            foreach (var field in section.Value.EnumerateObject().SelectMany(r => r.Value.EnumerateObject()))
            {
                if (field.Name is "prov:time" or "prov:type" || !field.Name.StartsWith("prov:", StringComparison.Ordinal)) continue;
                Assert.Contains(field.Value.GetString()!, things);
                references++;
            }
        }
        Assert.Equal(Texts.Length * 8, references);
        Assert.Equal(Texts, prov.GetProperty("entity").EnumerateObject().Take(Texts.Length).Select(e => e.Value.GetProperty("prov:label").GetString()!));
    }

    [Fact]
    public void Mermaid_has_a_line_for_each_node_and_edge_and_no_markup_but_its_own()
    {
        var lines = GraphMermaid.Render(Graph).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 3 * Texts.Length, lines.Length);
        Assert.All(lines.Skip(1).Take(Texts.Length), l => Assert.Matches("^    n[0-9]+\\[\"[^\"`\\\\]*\"\\]$", l));
        Assert.All(lines.Skip(1 + Texts.Length).Take(Texts.Length), l => Assert.Matches("^    n[0-9]+\\(\\[\"[^\"`\\\\]*\"\\]\\)$", l));
        Assert.All(lines.Skip(1 + 2 * Texts.Length), l => Assert.Matches("^    n[0-9]+ -\\.?->\\|[a-z_]+\\| n[0-9]+$", l));
        Assert.All(lines.Skip(1).Take(2 * Texts.Length), l => Assert.DoesNotMatch("<(?!br/>)", l));
        Assert.DoesNotContain(lines, l => l.Any(char.IsControl));
    }

    [Fact]
    public void A_tree_has_one_line_for_each_step()
    {
        var lines = GraphTree.Render(Graph).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task Graphviz_reads_what_is_written_for_it()
    {
        var dot = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? "dot.exe" : "dot")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(dot is null, "Graphviz' dot is not on this machine's PATH.");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("g.dot"), GraphDot.Render(Graph));
        using var process = Process.Start(new ProcessStartInfo(dot, ["-Tjson0", folder.File("g.dot")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var drawn = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await error));
        var graph = JsonElement.Parse(drawn);
        Assert.Equal(2 * Texts.Length, graph.GetProperty("objects").GetArrayLength());
        Assert.Equal(Texts.Length, graph.GetProperty("edges").GetArrayLength());
    }
}
