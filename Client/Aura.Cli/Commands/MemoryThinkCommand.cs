using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory think FABRIC THOUGHT</c>.</summary>
internal sealed class MemoryThinkCommand : AuraCommand
{
    private readonly Argument<string> _fabric;
    private readonly Argument<string> _thought;
    private readonly Option<string?> _context;
    private readonly Option<int?> _top;
    private readonly Option<double?> _beta;
    private readonly Option<long?> _seed;
    private readonly Option<string?> _agent;
    private readonly Option<bool> _vectors;
    private readonly MemoryFilterOptions _filter;

    public MemoryThinkCommand(Screen screen) : base(
        "think",
        "Think with memory: what comes to mind by activation, how it is understood in a context, and how sure that is. It is a use of what comes to mind.",
        screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _thought = Has(new Argument<string>("THOUGHT") { Description = "What is thought of: a text, JSON, - for the standard input, or @FILE" });
        _context = Has(new Option<string?>("--context")
        {
            Description = "In the light of what superpositions collapse: a text, JSON, - for the standard input, or @FILE  [default: the thought]",
            HelpName = "TEXT",
        });
        _top = Has(MemoryOptions.Top(new ThinkRequest { Thought = Payload.Null }.Top));
        _beta = Has(MemoryOptions.Beta());
        _seed = Has(MemoryOptions.Seed());
        _agent = Has(new Option<string?>("--agent")
        {
            Description = "Save the thought as this agent's next state, caused by the states that its memories came from",
            HelpName = "AGENT",
        });
        _filter = new MemoryFilterOptions(this, "--of-agent");
        _vectors = Has(MemoryOptions.Vectors());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory think airline 'the user wants to cancel' --context 'basic economy, booked two days ago'",
        "aura memory think airline 'the user wants to cancel' --agent concierge    # then: aura why concierge",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var request = new ThinkRequest
        {
            Thought = await PayloadText.ReadTextAsync(line.GetRequiredValue(_thought), "THOUGHT", cancellationToken),
            Context = line.GetValue(_context) is { } context ? await PayloadText.ReadTextAsync(context, "--context", cancellationToken) : null,
            InverseTemperature = line.GetValue(_beta),
            Seed = line.GetValue(_seed),
            Filter = _filter.Of(line),
        };
        if (line.GetValue(_top) is { } top) request = request with { Top = top };
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var fabric = line.GetRequiredValue(_fabric);
        var thought = line.GetValue(_agent) is { } agent
            ? await aura.Agent(agent).ThinkAsync(fabric, request, cancellationToken)
            : await aura.Fabric(fabric).ThinkAsync(request, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(line.GetValue(_vectors) ? thought : WithoutVectors(thought), AuraJsonContext.Default.Thought);
        else Print(thought);
        return ExitCodes.Ok;
    }

    private static Thought WithoutVectors(Thought thought) => thought with
    {
        ReadOut = default,
        Hits = [.. thought.Hits.Select(hit => hit with { Memory = MemoryLines.WithoutVectors(hit.Memory) })],
    };

    private void Print(Thought thought)
    {
        if (thought.Hits.Count == 0) Screen.Line($"Nothing comes to mind.");
        else Screen.Line($"[grey]{"",3}  activation  base level  similarity  id[/]");
        for (var i = 0; i < thought.Hits.Count; i++)
        {
            var hit = thought.Hits[i];
            var numbers = FormattableString.Invariant($"{hit.Activation,10:0.00}  {hit.BaseLevel,10:0.00}  {hit.Similarity,10:0.000}");
            Screen.Line($"{i + 1,3}  {numbers}  [bold]{hit.Id}[/]  {MemoryLines.TextOf(hit.Memory)}");
            if (hit.Collapse.Posterior.Count > 1) Print(hit.Memory, hit.Collapse);
        }
        var most = thought.Rows > 1 ? Math.Log(thought.Rows) : 0;
        Screen.Line($"Entropy {thought.Entropy:0.00} nats; it would be {most:0.00} if all of {Counted.Of(thought.Rows, "row")} said the same");
        if (thought.State is { } state) Screen.Line($"Saved [bold]{StateReference.NameOf(state)}[/] as {state.Id.ToString()}");
    }

    private void Print(Memory memory, Collapse collapse)
    {
        var probability = collapse.Posterior.First(p => p.Label == collapse.Choice).Probability;
        // Another process may have changed it meanwhile.
        var chosen = memory.Interpretations.FirstOrDefault(i => i.Label == collapse.Choice);
        var said = chosen is null ? collapse.Choice : MemoryLines.DifferenceOf(memory, chosen);
        var how = FormattableString.Invariant($"probability {probability:0.00} out of {collapse.Posterior.Count}, entropy {collapse.Entropy:0.00} nats");
        Screen.Line($"     understood as [bold]{said}[/]  ({how})");
    }
}
