using System.Text;
using System.Text.Unicode;
using Aura.Engine;

namespace Aura.Cli;

/// <summary>How payloads are written on a command line: JSON itself, <c>-</c> for the standard input, or <c>@FILE</c>.</summary>
internal static class PayloadText
{
    private static readonly int Most = new EngineOptions().MaxPayloadBytes;

    /// <summary>Reads what an option or the like holds, which is named where it is refused.</summary>
    /// <exception cref="InvalidInputException">It is too long or not JSON.</exception>
    public static async ValueTask<Payload> ReadAsync(string text, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(text, cancellationToken);
        }
        catch (InvalidInputException e) when (e.Field == "payload")
        {
            throw Named(e, name);
        }
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidInputException">It is too long or not JSON.</exception>
    public static async ValueTask<Payload> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (text == "-") return await ReadAsync(Console.OpenStandardInput(), cancellationToken);
        if (text.StartsWith('@')) return await ReadAsync(InputFile.Open(text[1..]), cancellationToken);
        return Payload.Parse(text);
    }

    /// <summary>Reads JSON, or else takes the text as it is; where it is refused, it is named.</summary>
    /// <exception cref="InvalidInputException">It is JSON that is nested too deep.</exception>
    public static Payload JsonOrText(string text, string name)
    {
        try
        {
            return Payload.Parse(text);
        }
        catch (InvalidInputException e) when (e.InnerException is not null || text.Length == 0)
        {
            // No JSON: then it is plain text.
            return text;
        }
        catch (InvalidInputException e)
        {
            throw Named(e, name);
        }
    }

    /// <summary>
    /// Reads what is meant for people and models: JSON where it begins like an object, an array or a string, else text as it is. <c>-</c> and
    /// <c>@FILE</c> are read first.
    /// </summary>
    /// <exception cref="InvalidInputException">It is too long, not UTF-8, or nested too deep.</exception>
    public static async ValueTask<Payload> ReadTextAsync(string text, string name, CancellationToken cancellationToken)
    {
        if (text == "-") text = await TextAsync(Console.OpenStandardInput(), name, cancellationToken);
        else if (text.StartsWith('@')) text = await TextAsync(InputFile.Open(text[1..]), name, cancellationToken);
        return text.TrimStart() is ['{' or '[' or '"', ..] ? JsonOrText(text, name) : text;
    }

    private static InvalidInputException Named(InvalidInputException e, string name) =>
        new(e.Field, $"{name}: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}", e);

    private static async ValueTask<Payload> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        Payload.Parse((await BytesAsync(stream, cancellationToken)).Span);

    private static async ValueTask<string> TextAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        var bytes = await BytesAsync(stream, cancellationToken);
        return Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : throw new InvalidInputException("payload", $"{name} is not UTF-8.");
    }

    // Without a byte order mark.
    private static async ValueTask<ReadOnlyMemory<byte>> BytesAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                content.Write(buffer, 0, read);
                if (content.Length > Most)
                    throw new InvalidInputException("payload", $"Payload has more than {Most:N0} bytes, which is the most that is allowed.");
            }
            var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
            return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
    }
}
