using System.Globalization;

namespace Aura.Cli;

/// <summary>Counts things in words.</summary>
internal static class Counted
{
    public static string Of(long number, string thing, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? thing : several ?? thing + "s")}");
}
