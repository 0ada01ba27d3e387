using System.CommandLine;

namespace Aura.Cli;

/// <summary>Runs one command line from its words to its exit code.</summary>
internal static class AuraCli
{
    /// <summary>Runs a command line; what it prints goes to the screen.</summary>
    public static async Task<int> RunAsync(string[] args, Screen screen)
    {
        using (screen)
        {
            try
            {
                var code = await RunCommandAsync(args, screen);
                screen.Flush();
                return code;
            }
            catch (Exception e) when (BrokenPipe.Is(e))
            {
                // Whoever read our output has had enough, as `aura log | head` has.
                return ExitCodes.Ok;
            }
            catch (Exception e)
            {
                return Failures.Report(e, screen);
            }
        }
    }

    private static async Task<int> RunCommandAsync(string[] args, Screen screen)
    {
        // A payload may be written @FILE, so such words are not taken as files of arguments.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        var parsed = AuraCommandTree.Build(screen).Parse(args.Length == 0 ? ["--help"] : args, configuration);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) screen.Error(error.Message);
            screen.Hint($"Try '{UsageHelp.PathOf(parsed.CommandResult)} --help'.");
            return ExitCodes.Usage;
        }
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            Output = screen.Text,
        };
        return await parsed.InvokeAsync(invocation);
    }
}
