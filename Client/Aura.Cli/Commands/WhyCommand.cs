using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura why STATE</c>.</summary>
internal sealed class WhyCommand : AuraCommand
{
    private readonly Argument<string> _state;
    private readonly Option<string?> _branch;
    private readonly GraphOutput _output;

    public WhyCommand(Screen screen) : base("why", "Show why a state came to be: the causal graph upward, across agents.", screen)
    {
        _state = Has(StateReference.Argument());
        _branch = Has(CommonOptions.Branch());
        _output = new GraphOutput(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura why concierge                           # why its last state came to be",
        "aura why concierge@5 --links-only --depth 3",
        "aura why concierge --format dot | dot -Tsvg > why.svg",
        "aura why concierge --format prov > why.prov.json",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var state = await StateReference.FindAsync(aura, line.GetRequiredValue(_state), line.GetValue(_branch), cancellationToken);
        _output.Print(line, Screen, await aura.Agent(state.Agent).WhyAsync(state.Id, _output.QueryOf(line), cancellationToken));
        return ExitCodes.Ok;
    }
}
