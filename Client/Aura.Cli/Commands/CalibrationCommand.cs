using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura calibration AGENT</c>.</summary>
internal sealed class CalibrationCommand : AuraCommand
{
    private const int BarWidth = 20;

    private readonly Argument<string> _agent;

    public CalibrationCommand(Screen screen) : base(
        "calibration", "Show how well an agent's stated confidence and predicted scores matched what came.", screen) =>
        _agent = Has(CommonOptions.Agent());

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura calibration concierge                 # the Brier score is 0 at best; a bar shows what came, of what was said",
        "aura calibration concierge --json | jq .confidence.brier",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var agent = line.GetRequiredValue(_agent);
        await StateReference.FindLineAsync(aura, agent, null, cancellationToken);
        var calibration = await aura.Agent(agent).CalibrateAsync(cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.Json(calibration, AuraJsonContext.Default.Calibration);
            return ExitCodes.Ok;
        }
        Print("Confidence of states, and the outcomes after them", calibration.Confidence);
        Screen.Line($"");
        Print("Predicted scores of counterfactuals, and what came of their branches", calibration.Predictions);
        return ExitCodes.Ok;
    }

    private void Print(string what, Reliability reliability)
    {
        Screen.Line($"[bold]{what}[/]");
        if (reliability.Brier is not { } brier || reliability.BaseRate is not { } rate)
        {
            Screen.Line($"  nothing to compare yet");
            return;
        }
        var pairs = Counted.Of(reliability.Count, "pair");
        Screen.Line($"  {pairs}  Brier score {brier:0.####}  base rate {rate:0.####}  (always saying the base rate would score {rate * (1 - rate):0.####})");
        Screen.Line($"  [grey]{"said",9}  {"came",5}  {"",-BarWidth}  {"pairs",9}[/]");
        foreach (var bin in reliability.Bins)
        {
            // Outcomes beyond [0, 1] cannot be, but a picture must not fail for one.
            var full = (int)Math.Round(BarWidth * Math.Clamp(bin.MeanOutcome, 0, 1));
            var (came, rest) = (new string('█', full), new string('░', BarWidth - full));
            Screen.Line($"  {bin.From:0.0} - {bin.To:0.0}  {bin.MeanOutcome,5:0.00}  [blue]{came}[/][grey]{rest}[/]  {bin.Count,9:N0}");
        }
    }
}
