namespace Aura.LoadTests;

/// <summary>
/// Which request is due when, of which kind and at which agent. Requests are numbered; all processes compute the same schedule, so that none
/// has to be told what another does. Of N agents the one of rank r is drawn with a density of 1/r, as in Zipf's law.
/// </summary>
/// <param name="Rate">Requests a second, of all clients together.</param>
/// <param name="Seconds">How long requests count, after <see cref="WarmUp"/>.</param>
/// <param name="Clients">The client processes, which take turns.</param>
/// <param name="Agents">The agents.</param>
internal sealed record Schedule(int Rate, int Seconds, int Clients, int Agents)
{
    /// <summary>How long before time zero the first request is due: what is due until then is sent and checked, but not measured.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private const double Saves = 0.70;
    private const double Loads = 0.25;

    /// <summary>How many requests there are.</summary>
    public long Count => FirstDueAt(TimeSpan.FromSeconds(Seconds));

    /// <summary>When a request is due.</summary>
    public TimeSpan DueOf(long request) => TimeSpan.FromSeconds((double)request / Rate) - WarmUp;

    /// <summary>The first request that is due at a time or later.</summary>
    public long FirstDueAt(TimeSpan time) => Math.Max(0, (long)Math.Ceiling((time + WarmUp).TotalSeconds * Rate));

    /// <summary>A request's kind.</summary>
    public static RequestKind KindOf(long request) => Draw(2 * request) switch
    {
        < Saves => RequestKind.Save,
        < Saves + Loads => RequestKind.Load,
        _ => RequestKind.Why,
    };

    /// <summary>The agent that a request is for.</summary>
    public string AgentOf(long request) => $"agent-{(long)Math.Pow(Agents + 1, Draw(2 * request + 1))}";

    // SplitMix64 (Steele, Lea, Flood 2014): a number in [0, 1) that depends on nothing but its place in the sequence.
    private static double Draw(long place)
    {
        var z = unchecked((ulong)(place + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }
}
