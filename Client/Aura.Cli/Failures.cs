using System.Text.Json;
using System.Text.RegularExpressions;

namespace Aura.Cli;

/// <summary>Turns an exception into one sentence and an exit code.</summary>
internal static partial class Failures
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
        AuraException => (ParserPosition().Replace(e.Message, ""), ExitCodes.Failed),
        IOException or UnauthorizedAccessException => (e.Message, ExitCodes.Failed),
        JsonException => ($"What is stored cannot be read: {e.Message}", ExitCodes.Failed),
        _ => ($"Internal error, please report it: {e.GetType().Name}: {e.Message}", ExitCodes.Failed),
    };

    // What .NET adds to what it says of JSON is for its own users.
    [GeneratedRegex(@" ?(Path: \S* \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.")]
    private static partial Regex ParserPosition();
}
