using System.CommandLine;
using Spectre.Console;

namespace Aura.Cli;

/// <summary>Asks before something is erased.</summary>
internal static class Consent
{
    /// <summary>The option that gives it beforehand.</summary>
    public static Option<bool> Yes() => new("--yes") { Description = "Do not ask" };

    /// <summary>Asks the person who watches.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static bool Ask(Screen screen, string what)
    {
        if (!screen.CanAsk) throw new UsageException($"Erasing {what} cannot be undone: say --yes.");
        var question = Markup.Escape(TerminalText.Clean($"Erase {what}? It cannot be undone."));
        return screen.Watched().Prompt(new ConfirmationPrompt(question) { DefaultValue = false });
    }
}
