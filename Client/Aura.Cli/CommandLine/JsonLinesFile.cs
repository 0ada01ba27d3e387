using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aura.Cli;

/// <summary>
/// Reads a file of JSON Lines, or the standard input where it is named <c>-</c>: one value a line, blank lines passed over. It holds one line at a time.
/// </summary>
internal sealed class JsonLinesFile(string path)
{
    /// <summary>The longest line, in bytes: room for the longest text, were all of it escaped, and what stands beside it.</summary>
    public const int MaxLineBytes = 16 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Payload.MaxDepth };

    /// <summary>Whether it can be read only once.</summary>
    public bool IsPipe => path == "-";

    /// <summary>How many bytes were read this time.</summary>
    public long BytesRead { get; private set; }

    /// <summary>How many bytes there are; null where that is not known.</summary>
    public long? Bytes { get; private set; }

    /// <summary>Reads every line by a function, from the first.</summary>
    /// <exception cref="InvalidInputException">A line is not what it should be: says which, and why.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(Func<JsonElement, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = IsPipe ? Console.OpenStandardInput() : InputFile.Open(path);
        Bytes = stream.CanSeek ? stream.Length : null;
        BytesRead = 0;
        var number = 0L;
        await foreach (var utf8 in LinesAsync(stream, cancellationToken))
        {
            number++;
            var json = number == 1 && utf8.AsSpan().StartsWith("\uFEFF"u8) ? utf8.AsMemory(3) : utf8;
            if (json.Span.ContainsAnyExcept(" \t\r"u8)) yield return Read(json, number, read);
        }
    }

    private T Read<T>(ReadOnlyMemory<byte> json, long number, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Fault(number, $"this is not one JSON value: {e.Message}", e);
        }
        catch (InvalidInputException e)
        {
            throw Fault(number, e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw Fault(number, "a text is not well-formed Unicode.", e);
        }
    }

    private async IAsyncEnumerable<byte[]> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var number = 0L;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end).ToArray();
                number++;
                BytesRead += line.Length + 1;
                yield return line;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (rest.Length > MaxLineBytes) throw Fault(number + 1, $"it has more than {MaxLineBytes:N0} bytes.");
            if (result.IsCompleted)
            {
                BytesRead += rest.Length;
                if (!rest.IsEmpty) yield return rest.ToArray();
                break;
            }
            reader.AdvanceTo(rest.Start, rest.End);
        }
        await reader.CompleteAsync();
    }

    private InvalidInputException Fault(long number, string problem, Exception? inner = null) =>
        new("file", $"{(IsPipe ? "The standard input" : path)}, line {number:N0}: {problem}", inner);
}
