namespace Aura;

/// <summary>Replays records a handful at a time, however many there are.</summary>
public static class ReplayBatches
{
    private const int MostRecords = 500;
    private const int MostBytes = 4 << 20;

    /// <summary>Cuts records into batches, hands them on in turn, and adds the reports up.</summary>
    public static async ValueTask<ReplayReport> RunAsync(
        IAsyncEnumerable<ExportRecord> records, Func<IReadOnlyList<ExportRecord>, ValueTask<ReplayReport>> replay, CancellationToken cancellationToken)
    {
        var report = new ReplayReport();
        var batch = new List<ExportRecord>();
        var bytes = 0L;
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            batch.Add(record);
            if (record.State is { } state) bytes += StateSize.Of(state);
            if (batch.Count == MostRecords || bytes >= MostBytes) await HandOnAsync();
        }
        if (batch.Count > 0) await HandOnAsync();
        return report;

        async ValueTask HandOnAsync()
        {
            var part = await replay(batch.ToArray());
            report = new ReplayReport
            {
                States = report.States + part.States,
                Branches = report.Branches + part.Branches,
                Known = report.Known + part.Known,
                Blocked = report.Blocked + part.Blocked,
                Unknown = report.Unknown ?? part.Unknown,
            };
            batch.Clear();
            bytes = 0;
        }
    }
}
