using System.CommandLine;
using System.Globalization;

namespace Aura.Cli;

/// <summary><c>aura memory show FABRIC ID</c>.</summary>
internal sealed class MemoryShowCommand : AuraCommand
{
    private const int MostSources = 20;

    private readonly Argument<string> _fabric;
    private readonly Argument<string> _id;
    private readonly Option<bool> _vectors;

    public MemoryShowCommand(Screen screen) : base(
        "show", "Show one memory: what it says, how it can be understood, where it came from, how it was used.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _id = Has(MemoryOptions.Id());
        _vectors = Has(MemoryOptions.Vectors());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory show travel note-7",
        "aura memory show travel note-7 --json --vectors",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (name, id) = (line.GetRequiredValue(_fabric), line.GetRequiredValue(_id));
        var memory = await aura.Fabric(name).GetAsync(id, cancellationToken) ?? throw new NotFoundException($"Fabric '{name}' has no memory '{id}'.");
        var shown = line.GetValue(_vectors) ? memory : MemoryLines.WithoutVectors(memory);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(shown, AuraJsonContext.Default.Memory);
        else await ShowAsync(aura, memory, cancellationToken);
        return ExitCodes.Ok;
    }

    private async Task ShowAsync(IAura aura, Memory memory, CancellationToken cancellationToken)
    {
        Screen.Line($"[bold]{memory.Id}[/]  [blue]{MemoryLines.NameOf(memory.Tier)}[/]");
        Field("occurred", Times.Show(memory.OccurredAt));
        Field("recorded", Times.Show(memory.RecordedAt));
        Field("uses", string.Create(CultureInfo.InvariantCulture, $"{memory.Uses:N0}, the last at {Times.Show(memory.LastUses[0])}"));
        Field("activation", MemoryLines.Number(memory.Activation) + (memory.Archived ? ", archived" : ""));
        if (memory.Labels.Count > 0) Field("labels", string.Join(", ", memory.Labels));
        if (memory.Agent is { } agent) Field("agent", agent);
        if (memory.State is { } id)
        {
            var state = await aura.FindAsync(id, cancellationToken);
            Field("state", state is null ? $"{id}, which is no longer there" : $"{StateReference.NameOf(state)}  ({id})");
        }
        if (memory.ConsolidatedInto is { } semantic) Field("part of", semantic);
        foreach (var source in memory.Sources.Take(MostSources)) Field("came of", source);
        if (memory.Sources.Count > MostSources) Field("", $"… {memory.Sources.Count:N0} in all: --json names them");
        if (memory.Interpretations.Count > 1)
        {
            Screen.Line($"");
            MemoryLines.PrintInterpretations(Screen, memory);
        }
        Screen.Line($"");
        Screen.Block(JsonLines.Indented(memory.Content) + "\n");
    }

    private void Field(string name, string value) => Screen.Line($"  [grey]{name,-12}[/] {value}");
}
