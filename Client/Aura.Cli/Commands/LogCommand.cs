using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura log AGENT</c>.</summary>
internal sealed class LogCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Option<string?> _branch;
    private readonly HistoryOutput _output;

    public LogCommand(Screen screen) : base("log", "List an agent's states, newest first.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _branch = Has(CommonOptions.Branch());
        _output = new HistoryOutput(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura log concierge                         # the last 20 states",
        "aura log concierge --type decision --json",
        "aura log concierge --branch wait-for-sale --oldest-first --limit 100",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var branch = await StateReference.FindLineAsync(aura, line.GetRequiredValue(_agent), line.GetValue(_branch), cancellationToken);
        await _output.PrintAsync(line, Screen, branch, null, cancellationToken);
        return ExitCodes.Ok;
    }
}
