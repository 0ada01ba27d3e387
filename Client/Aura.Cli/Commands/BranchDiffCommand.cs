using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura branch diff FROM TO</c>.</summary>
internal sealed class BranchDiffCommand : AuraCommand
{
    private readonly Argument<string> _from;
    private readonly Argument<string> _to;
    private readonly Option<string?> _branch;

    public BranchDiffCommand(Screen screen) : base("diff", "Show how the content of one state differs from another's.", screen)
    {
        _from = Has(StateReference.Argument("FROM"));
        _to = Has(StateReference.Argument("TO"));
        _branch = Has(CommonOptions.Branch());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura branch diff concierge concierge:wait-for-sale          # the last states of main and of the branch",
        "aura branch diff concierge@4 concierge@5",
        "aura branch diff concierge concierge:wait-for-sale --json   # as a JSON Patch (RFC 6902)",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var from = await StateReference.FindAsync(aura, line.GetRequiredValue(_from), line.GetValue(_branch), cancellationToken);
        var to = await StateReference.FindAsync(aura, line.GetRequiredValue(_to), line.GetValue(_branch), cancellationToken);
        var diff = await aura.Agent(from.Agent).DiffAsync(from.Id, to.Id, cancellationToken);
        if (line.GetValue(CommonOptions.Json))
        {
            Screen.RawJson(diff.Patch.Utf8.Span);
            return ExitCodes.Ok;
        }
        StateLine.Print(Screen, from);
        StateLine.Print(Screen, to);
        Screen.Line($"");
        PatchLines.Print(Screen, from.Payload!, diff.Patch);
        return ExitCodes.Ok;
    }
}
