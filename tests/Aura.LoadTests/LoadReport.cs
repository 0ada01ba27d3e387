namespace Aura.LoadTests;

/// <summary>What a run found.</summary>
/// <param name="store">What the store holds and what is wrong with it, the warm-up included.</param>
internal sealed class LoadReport(StoreCheck store)
{
    /// <summary>Silo processes.</summary>
    public required int Silos { get; init; }

    /// <summary>Who was to send what.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Requests that succeeded while the schedule ran, a second.</summary>
    public required double Throughput { get; init; }

    /// <summary>Latencies of what succeeded, by kind of request, and under <c>sent</c> how late requests were first sent.</summary>
    public required IReadOnlyDictionary<string, Latencies> Latencies { get; init; }

    /// <summary>Requests by kind and outcome; <c>none</c> is what a killed client did not send or had under way.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Outcomes { get; init; }

    /// <summary>Attempts that failed, by kind of request and of error; what a save's retry made good is among them.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Errors { get; init; }

    /// <summary>What each fault did.</summary>
    public required IReadOnlyList<Recovery> Recoveries { get; init; }

    public long Stored => store.Stored;

    public long Acknowledged => store.Acknowledged;

    public long Lost => store.Lost;

    public long Duplicated => store.Duplicated;

    public long Gaps => store.Gaps;

    public long Damaged => store.Damaged;

    public bool Holds => store.Holds;

    /// <summary>Puts together what the clients noted down, the faults and the store's check.</summary>
    public static LoadReport Of(int silos, Schedule schedule, IReadOnlyList<Answer> answers, IReadOnlyList<Fault> faults, StoreCheck store)
    {
        var byRequest = answers.ToDictionary(a => a.Request);
        var requests = new List<Result>();
        for (var request = schedule.FirstDueAt(TimeSpan.Zero); request < schedule.Count; request++)
            requests.Add(new Result(Schedule.KindOf(request), schedule.DueOf(request), byRequest.GetValueOrDefault(request)));
        var end = TimeSpan.FromSeconds(schedule.Seconds);

        var latencies = requests.Where(r => r.Succeeded).GroupBy(r => r.Kind).OrderBy(g => g.Key)
            .ToDictionary(g => Name(g.Key), g => LoadTests.Latencies.Of(g.Select(r => r.Took)));
        latencies["sent"] = LoadTests.Latencies.Of(requests.Where(r => r.Answer is not null).Select(r => r.Answer!.SentAt - r.Due));
        return new LoadReport(store)
        {
            Silos = silos,
            Schedule = schedule,
            Throughput = requests.Count(r => r.Succeeded && r.Answer!.DoneAt <= end) / end.TotalSeconds,
            Latencies = latencies,
            Outcomes = CountByKind(requests.Select(r => (r.Kind, r.Answer is null ? "none" : Name(r.Answer.Outcome)))),
            Errors = CountByKind(requests.SelectMany(r => r.Answer?.Errors ?? [], (r, error) => (r.Kind, error))),
            Recoveries = [.. faults.Select((fault, i) => Recovery.Of(fault, i + 1 < faults.Count ? faults[i + 1].At : end, requests))],
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, int>> CountByKind(IEnumerable<(RequestKind Kind, string What)> all) =>
        all.GroupBy(a => a.Kind, a => a.What).OrderBy(g => g.Key)
            .ToDictionary(g => Name(g.Key), IReadOnlyDictionary<string, int> (g) => g.CountBy(what => what).OrderBy(c => c.Key).ToDictionary());

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
