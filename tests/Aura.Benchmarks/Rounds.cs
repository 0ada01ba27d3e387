using System.Diagnostics;

namespace Aura.Benchmarks;

/// <summary>Times contenders in turn, so that what the machine does meanwhile meets all of them, and takes medians.</summary>
internal static class Rounds
{
    /// <summary>How often a contender runs before it counts: the runtime compiles what runs often anew, in the background.</summary>
    public const int WarmUps = 3;

    /// <summary>Runs every contender a few times to warm up and then so many times, and returns each one's median of seconds.</summary>
    public static async Task<double[]> MedianSecondsAsync(int rounds, params Func<Task>[] contenders)
    {
        var seconds = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < WarmUps + rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                GC.Collect();
                var clock = Stopwatch.StartNew();
                await contenders[i]();
                if (round >= WarmUps) seconds[i].Add(clock.Elapsed.TotalSeconds);
            }
        }
        return [.. seconds.Select(Median)];
    }

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
