using System.Globalization;

namespace Aura.Cli;

/// <summary>Shows times to people, in UTC.</summary>
internal static class Times
{
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
