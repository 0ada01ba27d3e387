using System.Globalization;

namespace Aura.Cli;

/// <summary>Counts things in words.</summary>
internal static class Counted
{
    public static string Of(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");
}
