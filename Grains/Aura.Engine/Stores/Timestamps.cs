namespace Aura.Engine;

/// <summary>Times as they are stored: UTC in whole microseconds, which both stores can hold.</summary>
public static class Timestamps
{
    private static readonly long Least = ToMicroseconds(DateTimeOffset.MinValue);
    private static readonly long Most = ToMicroseconds(DateTimeOffset.MaxValue);

    /// <summary>Cuts a time to microseconds and turns it to UTC.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>Microseconds since 1970.</summary>
    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time so many microseconds after 1970; what no clock shows is the calendar's end.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + Math.Clamp(microseconds, Least, Most) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
