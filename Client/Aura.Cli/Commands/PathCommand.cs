using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura path FROM TO</c>.</summary>
internal sealed class PathCommand : AuraCommand
{
    private readonly Argument<string> _from;
    private readonly Argument<string> _to;
    private readonly Option<string?> _branch;
    private readonly GraphOutput _output;

    public PathCommand(Screen screen) : base("path", "Show the shortest causal chain from one state to a later one.", screen)
    {
        _from = Has(StateReference.Argument("FROM"));
        _to = Has(StateReference.Argument("TO"));
        _branch = Has(CommonOptions.Branch());
        _output = new GraphOutput(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura path concierge@1 concierge              # from its first state to its last",
        "aura path fare-watch@1 concierge --links-only --json",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var from = await StateReference.FindAsync(aura, line.GetRequiredValue(_from), line.GetValue(_branch), cancellationToken);
        var to = await StateReference.FindAsync(aura, line.GetRequiredValue(_to), line.GetValue(_branch), cancellationToken);
        _output.Print(line, Screen, await aura.Agent(to.Agent).PathAsync(from.Id, to.Id, _output.QueryOf(line), cancellationToken));
        return ExitCodes.Ok;
    }
}
