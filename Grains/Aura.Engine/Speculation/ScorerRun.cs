namespace Aura.Engine;

/// <summary>Has a scorer score a future on the thread pool, so that one that never returns holds up nobody.</summary>
internal static class ScorerRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>What it took longer than, in words.</summary>
    public static string LimitText { get; } = $"{Limit.TotalSeconds:0.###} s";

    /// <summary>Scores a future; after its time the scorer is told to stop and left to itself.</summary>
    /// <returns>The score, or that it came too late.</returns>
    public static async Task<(double? Score, bool IsLate)> ScoreAsync(IScorer scorer, ScoringContext context, TimeProvider time, CancellationToken stop)
    {
        // The scorer's own token is another one: whatever it hangs on that must not come between the speculation and the end of the wait.
        var own = new CancellationTokenSource();
        using var late = new CancellationTokenSource(Limit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var running = Task.Run(() => scorer.ScoreAsync(context, own.Token).AsTask(), CancellationToken.None);
        await ((Task)running).WaitAsync(over.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (running.IsCompleted) return (await running, false);
        Abandon(running, own);
        stop.ThrowIfCancellationRequested();
        return (null, true);
    }

    // Nobody waits for it any more; that it still fails one day is nobody's error.
    private static void Abandon(Task running, CancellationTokenSource own)
    {
        foreach (var task in (Task[])[own.CancelAsync(), running])
        {
            _ = task.ContinueWith(
                failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
