using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura effects STATE</c>.</summary>
internal sealed class EffectsCommand : AuraCommand
{
    private readonly Argument<string> _state;
    private readonly Option<string?> _branch;
    private readonly GraphOutput _output;

    public EffectsCommand(Screen screen) : base("effects", "Show what a state led to: the causal graph downward, across agents.", screen)
    {
        _state = Has(StateReference.Argument());
        _branch = Has(CommonOptions.Branch());
        _output = new GraphOutput(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura effects concierge@1                     # all that followed from its first state",
        "aura effects fare-watch --links-only",
        "aura effects concierge@1 --format mermaid > effects.mmd",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var state = await StateReference.FindAsync(aura, line.GetRequiredValue(_state), line.GetValue(_branch), cancellationToken);
        _output.Print(line, Screen, await aura.Agent(state.Agent).EffectsAsync(state.Id, _output.QueryOf(line), cancellationToken));
        return ExitCodes.Ok;
    }
}
