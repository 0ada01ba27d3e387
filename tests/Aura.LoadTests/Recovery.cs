namespace Aura.LoadTests;

/// <summary>What a fault did to the requests around it.</summary>
/// <param name="What">The fault.</param>
/// <param name="AtSeconds">When it began.</param>
/// <param name="Seconds">The time from the fault until the last request became due that failed or took longer than a second.</param>
/// <param name="BackSeconds">The time from the fault until what was ended ran again.</param>
/// <param name="Suffered">How many requests failed or took longer than a second.</param>
/// <param name="LongestSeconds">The longest that a request took.</param>
internal sealed record Recovery(string What, double AtSeconds, double Seconds, double BackSeconds, int Suffered, double LongestSeconds)
{
    // What was due a little before a fault may have been under way.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>Finds what suffered from a fault: requests due between it and the next one's time, and those that were under way.</summary>
    public static Recovery Of(Fault fault, TimeSpan next, IEnumerable<Result> requests)
    {
        var suffered = requests.Where(r => r.Suffered && r.Due >= fault.At - Before && r.Due < next - Before && r.Due + r.Took >= fault.At).ToList();
        return new Recovery(
            fault.What,
            fault.At.TotalSeconds,
            suffered.Select(r => (r.Due - fault.At).TotalSeconds).Append(0).Max(),
            (fault.BackAt - fault.At).TotalSeconds,
            suffered.Count,
            suffered.Select(r => r.Took.TotalSeconds).Append(0).Max());
    }
}
