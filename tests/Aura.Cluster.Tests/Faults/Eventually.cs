namespace Aura.Cluster.Tests.Faults;

/// <summary>Waits for what no event announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It was not by the deadline.</exception>
    public static async Task TrueAsync(Func<Task<bool>> askAsync, TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        using var timer = new PeriodicTimer(Interval);
        while (!await askAsync())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"It has not come true within {deadline.TotalSeconds} seconds.");
            await timer.WaitForNextTickAsync();
        }
    }
}
