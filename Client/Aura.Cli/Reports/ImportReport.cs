using Aura.Client;

namespace Aura.Cli;

/// <summary>What an import did, as JSON says it.</summary>
internal sealed record ImportReport(string Store, string File, long Runs, long States, long Added, long Known, long Differing, double Seconds)
{
    public static ImportReport Of(string store, string file, ChatImportResult result, TimeSpan time) =>
        new(store, file, result.Runs, result.States, result.Added, result.Known, result.Differing, Math.Round(time.TotalSeconds, 3));
}
