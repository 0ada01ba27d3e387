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

    internal static void Committed(IReadOnlyList<AppendResult> results, TimeSpan elapsed)
    {
        CommitSeconds.Record(elapsed.TotalSeconds);
        BatchSize.Record(results.Count);
        if (!Appends.Enabled) return;
        foreach (var outcome in results.CountBy(r => r.Outcome))
            Appends.Add(outcome.Value, new KeyValuePair<string, object?>("outcome", outcome.Key.ToString().ToLowerInvariant()));
    }

    internal static void Recovered() => Recoveries.Add(1);
}
