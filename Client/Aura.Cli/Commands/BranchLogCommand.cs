using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch log AGENT BRANCH</c>.</summary>
internal sealed class BranchLogCommand : AuraCommand
{
    private readonly Argument<string> _agent;
    private readonly Argument<string> _branch;
    private readonly HistoryOutput _output;

    public BranchLogCommand(Screen screen) : base("log", "List the states that a branch has of its own, newest first; `aura log --branch` lists all.", screen)
    {
        _agent = Has(CommonOptions.Agent());
        _branch = Has(CommonOptions.BranchArgument());
        _output = new HistoryOutput(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch log concierge wait-for-sale",
        "aura branch log concierge wait-for-sale --type outcome --json",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var branch = await StateReference.FindLineAsync(aura, line.GetRequiredValue(_agent), line.GetRequiredValue(_branch), cancellationToken);
        await _output.PrintAsync(line, Screen, branch, (await branch.DescribeAsync(cancellationToken)).ForkVersion + 1, cancellationToken);
        return ExitCodes.Ok;
    }
}
