using System.CommandLine;

namespace Aura.LoadTests;

/// <summary>The options that say what clients send; each client process gets them too.</summary>
internal static class ScheduleOptions
{
    private static readonly Option<int> Clients = Number("--clients", 2, 1, 16, "Client processes");
    private static readonly Option<int> Rate = Number(
        "--rate", 150, 1, 100_000, "Requests a second, of all clients together: 70 % saves, 25 % loads of heads, 5 % whys");
    private static readonly Option<int> Seconds = Number(
        "--seconds", 60, 1, 86_400, "How long, after a warm-up of 5 seconds that is checked but not measured");
    private static readonly Option<int> Agents = Number(
        "--agents", 500, 1, 1_000_000, "Agents; the one of rank r is asked in proportion to 1/r (Zipf)");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Option> All = [Clients, Rate, Seconds, Agents];

    /// <summary>The schedule that a command line means.</summary>
    public static Schedule Read(ParseResult line) =>
        new(line.GetValue(Rate), line.GetValue(Seconds), line.GetValue(Clients), line.GetValue(Agents));

    /// <summary>An option for a whole number within bounds.</summary>
    public static Option<int> Number(string name, int usual, int least, int most, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => usual,
            Recursive = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, out var number) && number >= least && number <= most) return number;
                result.AddError($"{name} is '{text}': a whole number from {least} to {most} is expected.");
                return 0;
            },
        };
        return option;
    }
}
