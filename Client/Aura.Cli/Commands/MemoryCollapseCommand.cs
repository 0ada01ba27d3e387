using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory collapse FABRIC ID</c>.</summary>
internal sealed class MemoryCollapseCommand : AuraCommand
{
    private const int BarWidth = 20;

    private readonly Argument<string> _fabric;
    private readonly Argument<string> _id;
    private readonly Option<string> _context;
    private readonly Option<double?> _beta;
    private readonly Option<long?> _seed;
    private readonly Option<bool> _durable;

    public MemoryCollapseCommand(Screen screen) : base(
        "collapse", "Show how a memory is understood in a context: the probability of each of its interpretations.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _id = Has(MemoryOptions.Id());
        _context = Has(new Option<string>("--context")
        {
            Description = "A text, JSON, - for the standard input, or @FILE",
            HelpName = "TEXT",
            Required = true,
        });
        _beta = Has(MemoryOptions.Beta());
        _seed = Has(MemoryOptions.Seed());
        _durable = Has(new Option<bool>("--durable") { Description = "Keep only the interpretation that is chosen, for good" });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory collapse airline ID --context 'a business trip'    # `aura memory list airline --superposed` has the ids",
        "aura memory collapse airline ID --context 'a business trip' --beta 50 --durable",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var request = new CollapseRequest
        {
            Id = line.GetRequiredValue(_id),
            Context = await PayloadText.ReadTextAsync(line.GetRequiredValue(_context), "--context", cancellationToken),
            InverseTemperature = line.GetValue(_beta),
            Seed = line.GetValue(_seed),
            Durable = line.GetValue(_durable),
        };
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var fabric = aura.Fabric(line.GetRequiredValue(_fabric));
        // As it is before: a durable collapse leaves one interpretation.
        var memory = await fabric.GetAsync(request.Id, cancellationToken);
        var collapse = await fabric.CollapseAsync(request, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(collapse, AuraJsonContext.Default.Collapse);
        else Print(memory!, collapse, request.Durable);
        return ExitCodes.Ok;
    }

    private void Print(Memory memory, Collapse collapse, bool durable)
    {
        foreach (var (interpretation, (label, probability)) in memory.Interpretations.Zip(collapse.Posterior))
        {
            var full = (int)Math.Round(BarWidth * probability);
            var (bar, rest) = (new string('█', full), new string('░', BarWidth - full));
            var mark = label == collapse.Choice ? "*" : " ";
            Screen.Line($"{mark} {probability,6:0.000}  [blue]{bar}[/][grey]{rest}[/]  [bold]{label}[/]  {MemoryLines.DifferenceOf(memory, interpretation)}");
        }
        var kept = durable ? "; kept for good" : "";
        Screen.Line($"Entropy {collapse.Entropy:0.00} of at most {Math.Log(collapse.Posterior.Count):0.00} nats{kept}");
    }
}
