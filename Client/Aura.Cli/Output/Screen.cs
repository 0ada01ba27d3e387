using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Aura.Cli;

/// <summary>
/// Where a command prints: results to the standard output, everything else to the standard error. Lines are never wrapped, colours are
/// for terminals only, and no control character of stored text reaches a terminal.
/// </summary>
internal sealed class Screen : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // A line is as long as what it says: a terminal wraps it by itself, and a file must not be wrapped at all.
    private const int NoWrapping = 1_000_000;

    private readonly Stream _output;
    private readonly TextWriter _error;
    private readonly bool _outputIsTerminal;
    private readonly Lazy<IAnsiConsole> _styled;

    private Screen(Stream output, TextWriter error, bool outputIsTerminal, bool isWatched)
    {
        _output = output;
        _error = error;
        _outputIsTerminal = outputIsTerminal;
        IsWatched = isWatched;
        Text = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { AutoFlush = outputIsTerminal, NewLine = "\n" };
        _styled = new Lazy<IAnsiConsole>(() => Styled(Text, outputIsTerminal));
    }

    /// <summary>The standard output as text.</summary>
    public TextWriter Text { get; }

    /// <summary>Whether a person watches the standard error.</summary>
    public bool IsWatched { get; }

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk => IsWatched && !Console.IsInputRedirected;

    /// <summary>The screen of this process.</summary>
    public static Screen OfThisProcess() =>
        new(StandardOutput(), Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>The standard error for progress and questions.</summary>
    public IAnsiConsole Watched() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });

    /// <summary>Prints one line in Spectre's markup; what is interpolated stands as it is.</summary>
    public void Line(FormattableString line)
    {
        var arguments = line.GetArguments().Select(a => a is string or null ? TerminalText.Clean(a as string ?? "") : a);
        // Without colours there is no use in Spectre, whose start costs more than most commands.
        if (!_outputIsTerminal)
        {
            Text.WriteLine(Markup.Remove(string.Format(CultureInfo.InvariantCulture, line.Format, [.. arguments.Select(Escaped)])));
            return;
        }
        _styled.Value.MarkupLine(string.Format(CultureInfo.InvariantCulture, line.Format, [.. arguments.Select(Escaped)]));
    }

    /// <summary>Prints text of several lines, as it is.</summary>
    public void Block(string text) => Text.Write(_outputIsTerminal ? TerminalText.Clean(text, keepLines: true) : text);

    /// <summary>Prints one JSON value on a line of its own.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type) => RawJson(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Prints JSON's very bytes and ends the line; to a terminal, with harmful characters as escapes.</summary>
    public void RawJson(ReadOnlySpan<byte> utf8)
    {
        WriteJson(utf8);
        WriteJson("\n"u8);
    }

    /// <summary>Prints a JSON array, each element as it comes.</summary>
    public async Task JsonArrayAsync<T>(IAsyncEnumerable<T> values, JsonTypeInfo<T> type)
    {
        var first = true;
        await foreach (var value in values)
        {
            WriteJson(first ? "["u8 : ",\n"u8);
            first = false;
            WriteJson(JsonSerializer.SerializeToUtf8Bytes(value, type));
        }
        WriteJson(first ? "[]\n"u8 : "]\n"u8);
    }

    /// <summary>Prints JSON Lines, each value as it comes.</summary>
    public async Task JsonLinesAsync<T>(IAsyncEnumerable<T> values, JsonTypeInfo<T> type)
    {
        await foreach (var value in values) Json(value, type);
    }

    /// <summary>Prints a sentence on what went wrong.</summary>
    public void Error(string sentence) => Hint($"aura: {sentence}");

    /// <summary>Prints a sentence beside the results.</summary>
    public void Hint(string sentence)
    {
        TryFlush();
        _error.WriteLine(TerminalText.Clean(sentence.ReplaceLineEndings(" ")));
    }

    /// <summary>Hands on what is buffered.</summary>
    public void Flush()
    {
        Text.Flush();
        _output.Flush();
    }

    /// <inheritdoc/>
    /// <remarks>Only hands on what an exception left behind: otherwise all was flushed, and a failure reported.</remarks>
    public void Dispose() => TryFlush();

    private void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What this would say has been said, or there is no place to say it.
        }
    }

    private void WriteJson(ReadOnlySpan<byte> utf8)
    {
        // The bytes go past the text, which no command prints before JSON.
        if (_outputIsTerminal) Text.Write(TerminalText.EscapeJson(Encoding.UTF8.GetString(utf8)));
        else _output.Write(utf8);
    }

    private static object? Escaped(object? argument) => argument is string text ? Markup.Escape(text) : argument;

    private static IAnsiConsole Styled(TextWriter writer, bool isTerminal)
    {
        var coloured = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = coloured ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = NoWrapping;
        return console;
    }

    // Console's own stream says nothing when a pipe is broken, so that a listing would be read to its end for nobody. A file's handle does,
    // but for files that several write to it would keep a place of its own.
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 1 << 16);
        return pipe.CanSeek ? new BufferedStream(Console.OpenStandardOutput(), 1 << 16) : pipe;
    }
}
