using System.CommandLine;
using Aura.Client;
using Aura.Storage;

namespace Aura.Cli;

/// <summary><c>aura store init</c>.</summary>
internal sealed class StoreInitCommand(Screen screen) : AuraCommand("init", "Make the store, or bring its schema up to date. Does no harm to one that is ready.", screen)
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura store init --store sqlite:memory.db",
        "aura store init --store 'postgres:Host=db;Database=aura;Username=aura'",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var created = !await ExistsAsync(line, cancellationToken);
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        // Whoever may make tables makes those of the silos too, so that a silo needs no such right.
        if (CausalStores.IsPostgres(CommonOptions.StoreOf(line), out var database))
            await OrleansSchema.EnsureAsync(database, create: true, cancellationToken);
        var store = (await aura.StatisticsAsync(cancellationToken)).Store;
        if (line.GetValue(CommonOptions.Json)) Screen.Json(new StoreReport(store, created), ReportJsonContext.Default.StoreReport);
        else Screen.Line($"{(created ? "Made store" : "Store is ready:")} [bold]{store}[/]");
        return ExitCodes.Ok;
    }

    private static async Task<bool> ExistsAsync(ParseResult line, CancellationToken cancellationToken)
    {
        try
        {
            await using var aura = await CommonOptions.OpenAsync(line, cancellationToken);
            return true;
        }
        catch (NotFoundException)
        {
            return false;
        }
    }
}
