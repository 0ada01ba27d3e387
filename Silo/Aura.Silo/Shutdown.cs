namespace Aura.Silo;

/// <summary>How long a silo that was asked to end may take.</summary>
internal static class Shutdown
{
    /// <summary>Has the process end when the time is over, even if the silo has not.</summary>
    /// <remarks>
    /// A silo takes leave by a row in the database, and while that is away Orleans tries for minutes. Nothing that was acknowledged is lost
    /// with the process, and other silos find it dead.
    /// </remarks>
    public static void EndWithin(this WebApplication silo, TimeSpan limit) => silo.Lifetime.ApplicationStopping.Register(() =>
    {
        // A thread of its own: those of the pool may all be busy.
        new Thread(() =>
        {
            Thread.Sleep(limit);
            Console.Error.WriteLine($"aura-silo: The silo was asked to end, had not ended after {limit.TotalSeconds:N0} s, and is ended.");
            Environment.Exit(1);
        })
        {
            IsBackground = true,
        }.Start();
    });
}
