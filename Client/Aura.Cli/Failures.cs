using System.Text.Json;

namespace Aura.Cli;

/// <summary>Turns an exception into one sentence and an exit code.</summary>
internal static class Failures
{
    public static int Report(Exception e, Screen screen)
    {
        var (sentence, code) = Explain(e);
        screen.Error(sentence);
        return code;
    }

    private static (string Sentence, int Code) Explain(Exception e) => e switch
    {
        UsageException => (e.Message, ExitCodes.Usage),
        NotFoundException => (e.Message, ExitCodes.NotFound),
        FileNotFoundException { FileName: { } file } => ($"There is no file {file}.", ExitCodes.NotFound),
        DirectoryNotFoundException => (e.Message, ExitCodes.NotFound),
        OperationCanceledException => ("Interrupted.", ExitCodes.Interrupted),
        AuraException or IOException or UnauthorizedAccessException => (e.Message, ExitCodes.Failed),
        JsonException => ($"What is stored cannot be read: {e.Message}", ExitCodes.Failed),
        _ => ($"Internal error, please report it: {e.GetType().Name}: {e.Message}", ExitCodes.Failed),
    };
}
