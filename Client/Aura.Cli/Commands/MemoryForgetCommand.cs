using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory forget FABRIC ID …</c>.</summary>
internal sealed class MemoryForgetCommand : AuraCommand
{
    private readonly Argument<string> _fabric;
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _yes;

    public MemoryForgetCommand(Screen screen) : base("forget", "Erase memories for good, and what was consolidated from them.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _ids = Has(new Argument<string[]>("ID") { Description = "The memories' ids", Arity = ArgumentArity.OneOrMore });
        _yes = Has(Consent.Yes());
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory forget travel note-7               # asks first",
        "aura memory forget travel note-7 note-8 --yes",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
        var (name, ids) = (line.GetRequiredValue(_fabric), line.GetRequiredValue(_ids));
        var fabric = aura.Fabric(name);
        foreach (var id in ids)
        {
            if (await fabric.GetAsync(id, cancellationToken) is null) throw new NotFoundException($"Fabric '{name}' has no memory '{id}': nothing was erased.");
        }
        var what = ids is [var only] ? $"memory '{only}' of fabric '{name}'" : $"{ids.Length:N0} memories of fabric '{name}'";
        if (!line.GetValue(_yes) && !Consent.Ask(Screen, what))
        {
            Screen.Error("Nothing was erased.");
            return ExitCodes.Failed;
        }
        var forgotten = await fabric.ForgetAsync(ids, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(new ForgottenReport(name, forgotten), ReportJsonContext.Default.ForgottenReport);
        else Screen.Line($"Erased {Counted.Of(forgotten, "memory", "memories")}");
        return ExitCodes.Ok;
    }
}
