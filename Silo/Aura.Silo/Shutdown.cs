namespace Aura.Silo;

/// <summary>How long a silo that was asked to end may take.</summary>
internal static class Shutdown
{
    /// <summary>Has the process end when the time is over, even if the silo has not.</summary>
    /// <remarks>
    /// A silo takes leave by a row in the database, and while that is away Orleans tries for ten minutes. What a silo holds in memory is
    /// committed: nothing is lost with its process, and the others take it for dead.
    /// </remarks>
    public static void EndWithin(this WebApplication silo, TimeSpan limit)
    {
        silo.Lifetime.ApplicationStopping.Register(() => _ = EndAsync());

        async Task EndAsync()
        {
            try
            {
                await Task.Delay(limit, silo.Lifetime.ApplicationStopped);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            Console.Error.WriteLine(
                $"aura-silo: The silo could not leave its cluster within {limit.TotalSeconds:N0} s and ends without: the others will find it dead.");
            Environment.Exit(1);
        }
    }
}
