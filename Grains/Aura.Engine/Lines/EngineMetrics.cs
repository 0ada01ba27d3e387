using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Aura.Engine;

/// <summary>What the engine tells of itself: the meter and the activity source <c>Aura</c>.</summary>
public static class EngineMetrics
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Aura";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Appends = Meter.CreateCounter<long>("aura.appends", "{state}", "States that were sent to the store, by outcome.");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("aura.commit.states", "{state}", "States in one commit.");
    private static readonly Histogram<double> CommitSeconds = Meter.CreateHistogram<double>("aura.commit.duration", "s", "Time until the store has answered a commit.");
    private static readonly Counter<long> Recoveries = Meter.CreateCounter<long>("aura.line.recoveries", "{line}", "Lines that were read from the store.");

    private static readonly Histogram<double> FabricSeconds = Meter.CreateHistogram<double>(
        "aura.fabric.duration", "s", "Time that a fabric took, by operation: load, recall, think or evolve.");
    private static readonly Counter<long> Queries = Meter.CreateCounter<long>("aura.fabric.queries", "{query}", "Queries that fabrics were asked.");
    private static readonly Counter<long> Memories = Meter.CreateCounter<long>(
        "aura.fabric.remembered", "{memory}", "Memories that were remembered, by outcome: added, or again.");
    private static readonly Counter<long> Archivals = Meter.CreateCounter<long>(
        "aura.fabric.archived", "{memory}", "Memories that left the device: time has passed over them, or there was no room.");
    private static readonly UpDownCounter<long> ResidentRows = Meter.CreateUpDownCounter<long>("aura.fabric.rows", "{row}", "Rows on the device.");

    internal static void Committed(IReadOnlyList<AppendResult> results, TimeSpan elapsed)
    {
        CommitSeconds.Record(elapsed.TotalSeconds);
        BatchSize.Record(results.Count);
        if (!Appends.Enabled) return;
        foreach (var outcome in results.CountBy(r => r.Outcome))
            Appends.Add(outcome.Value, new KeyValuePair<string, object?>("outcome", outcome.Key.ToString().ToLowerInvariant()));
    }

    internal static void Recovered() => Recoveries.Add(1);

    /// <summary>Measures what a fabric does until the result is disposed of.</summary>
    internal static FabricOperation Measure(string operation) => new(operation, Stopwatch.GetTimestamp());

    internal static void Asked(int queries) => Queries.Add(queries);

    internal static void Remembered(int added, int again)
    {
        if (added > 0) Memories.Add(added, new KeyValuePair<string, object?>("outcome", "added"));
        if (again > 0) Memories.Add(again, new KeyValuePair<string, object?>("outcome", "again"));
    }

    internal static void Archived(int memories) => Archivals.Add(memories);

    internal static void RowsChanged(int more) => ResidentRows.Add(more);

    internal readonly struct FabricOperation(string name, long begin) : IDisposable
    {
        public void Dispose() =>
            FabricSeconds.Record(Stopwatch.GetElapsedTime(begin).TotalSeconds, new KeyValuePair<string, object?>("operation", name));
    }
}
