using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Aura.Engine;

namespace Aura.Cli;

/// <summary>
/// A fabric is asked many things at once, and says of what it refuses which one it was: <c>queries[0].top is 0</c>. Here that is put as one knows it who
/// asked for one thing, or who gave names.
/// </summary>
internal static partial class RequestFields
{
    private static readonly int MostContent = new EngineOptions().MaxPayloadBytes;

    /// <summary>Asks for one thing.</summary>
    /// <exception cref="InvalidInputException">It is refused.</exception>
    public static async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (InvalidInputException e)
        {
            throw WithoutIndex(e);
        }
    }

    /// <summary>Checks one memory before a store is opened.</summary>
    /// <exception cref="InvalidInputException">It breaks a rule, or nothing would find it.</exception>
    public static MemoryRequest Checked(MemoryRequest memory)
    {
        if (!HasWord(memory.Content)) throw new InvalidInputException("text", "The text has no letter and no digit: nothing would find it.");
        try
        {
            return Rules.Memories([memory], MostContent)[0];
        }
        catch (InvalidInputException e)
        {
            throw WithoutIndex(e);
        }
    }

    /// <summary>Whether there is anything in a value that it can be found by.</summary>
    public static bool HasWord(Payload content) => MemoryText.Of(content).EnumerateRunes().Any(Rune.IsLetterOrDigit);

    /// <summary>Says by its name which of them it was.</summary>
    public static string WithName(string sentence, Func<int, string> name) =>
        Indexed().Replace(sentence, match => $"{name(int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture))}: ", 1);

    private static InvalidInputException WithoutIndex(InvalidInputException e) => new(e.Field, Indexed().Replace(e.Message, "", 1), e);

    [GeneratedRegex(@"^(memories|queries)\[(?<index>[0-9]+)\]\.")]
    private static partial Regex Indexed();
}
