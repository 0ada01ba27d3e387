using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Aura.Client;

/// <summary>
/// Splits a stream into its JSON objects: the elements of one array, or values one after the other (JSON Lines). It holds one object at a
/// time and knows the line and byte of each. System.Text.Json's own streaming knows neither.
/// </summary>
internal sealed class JsonValueReader(Stream stream, string file, int maxValueBytes)
{
    /// <summary>Deeper than a payload may be nested, so that a message nested too deep is met as that and not as a broken file.</summary>
    public const int MaxDepth = 4 * Payload.MaxDepth;

    private const int FirstBuffer = 1 << 18;

    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _ended;
    private FilePosition _position = new(1, 1);
    private long _number;

    /// <summary>Whether the objects are the messages of one run, and not runs.</summary>
    public bool Bare { get; set; }

    /// <summary>How many bytes were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads the objects in order.</summary>
    /// <exception cref="ChatFormatException">The stream holds something else, or ends too early.</exception>
    public async IAsyncEnumerable<JsonValue> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) Advance(3);
        var first = await PeekAsync(cancellationToken) ?? throw Fault("It is empty: a JSON array or JSON Lines of runs are expected.", 0);
        if (first != '[')
        {
            if (first != '{') throw Fault($"It begins with {Shown(first)}: a JSON array or JSON Lines of runs are expected.", 0);
            while (await PeekAsync(cancellationToken) is not null) yield return await ReadValueAsync(cancellationToken);
            yield break;
        }
        Advance(1);
        if (await PeekAsync(cancellationToken) != ']')
        {
            while (true)
            {
                yield return await ReadValueAsync(cancellationToken);
                var next = await PeekAsync(cancellationToken) ?? throw Fault($"It ends after {_number:N0} of the array's elements, before the array does.", _number);
                if (next == ']') break;
                if (next != ',') throw Fault($"{Shown(next)} stands where a comma or the end of the array is expected.", _number);
                Advance(1);
            }
        }
        Advance(1);
        if (await PeekAsync(cancellationToken) is { } rest) throw Fault($"{Shown(rest)} stands after the end of the array.", _number);
    }

    private async ValueTask<JsonValue> ReadValueAsync(CancellationToken cancellationToken)
    {
        _number++;
        if (await PeekAsync(cancellationToken) is not { } first) throw Fault("The file ends where a run or a message is expected.", _number);
        if (first != '{') throw Fault($"{Shown(first)} stands where a run or a message, an object, is expected.", _number);
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth });
        var scanned = 0;
        while (!Scan(ref state, ref scanned))
        {
            if (_end - _start > maxValueBytes) throw TooLarge();
            if (!_ended)
            {
                await FillAsync(cancellationToken);
                continue;
            }
            var begin = _position;
            Advance(_end - _start);
            throw Fault($"The file ends inside the object that begins at {begin}.", _number);
        }
        if (scanned > maxValueBytes) throw TooLarge();
        var bytes = _buffer.AsSpan(_start, scanned).ToArray();
        if (!Utf8.IsValid(bytes))
        {
            Advance(ValidLength(bytes));
            throw Fault($"{Shown(_buffer[_start])} is not UTF-8.", _number);
        }
        var value = new JsonValue(_number, bytes, _position);
        Advance(scanned);
        return value;
    }

    // Objects end by themselves, so the reader is never told that a block is the last: what is cut off is then told from what is wrong.
    private bool Scan(ref JsonReaderState state, ref int scanned)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start + scanned, _end - _start - scanned), isFinalBlock: false, state);
        var ended = false;
        try
        {
            while (!ended && reader.Read()) ended = reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0;
        }
        catch (JsonException e)
        {
            var line = e.LineNumber ?? 0;
            var at = line == 0
                ? _position with { Byte = _position.Byte + (e.BytePositionInLine ?? 0) }
                : new FilePosition(_position.Line + line, 1 + (e.BytePositionInLine ?? 0));
            throw Fault(Reason(e), _number, at, e);
        }
        scanned += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return ended;
    }

    /// <summary>The next byte that is not white space, where the reader then stands; null at the end.</summary>
    private async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var blank = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8);
            Advance(blank < 0 ? _end - _start : blank);
            if (blank >= 0) return _buffer[_start];
            if (_ended) return null;
            await FillAsync(cancellationToken);
        }
    }

    private void Advance(int count)
    {
        _position = _position.After(_buffer.AsSpan(_start, count));
        _start += count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        var read = await stream.ReadAtLeastAsync(_buffer.AsMemory(_end), Math.Min(FirstBuffer, _buffer.Length - _end), throwOnEndOfStream: false, cancellationToken);
        BytesRead += read;
        _end += read;
        _ended = read == 0;
    }

    /// <summary>The error that says what is wrong with an object, or with the file if the number is 0, and where.</summary>
    public ChatFormatException Fault(string problem, long number, FilePosition at, Exception? innerException = null)
    {
        var place = number == 0 ? "" : Bare ? $"run 1, message {number}, " : $"run {number}, ";
        return new ChatFormatException($"{file}, {place}{at}: {problem}", Bare ? 1 : number, at, innerException);
    }

    private ChatFormatException Fault(string problem, long number) => Fault(problem, number, _position);

    private ChatFormatException TooLarge() => Fault($"The object that begins here has more than {maxValueBytes:N0} bytes.", _number);

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (System.Text.Rune.DecodeFromUtf8(bytes[length..], out _, out var consumed) == System.Buffers.OperationStatus.Done) length += consumed;
        return length;
    }

    private static string Shown(byte value) => value is > 0x20 and < 0x7f ? $"'{(char)value}'" : $"byte 0x{value:X2}";

    // The reader's message ends with a position of its own, which counts from where the object begins.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"This is not JSON: {(end < 0 ? e.Message : e.Message[..end])}";
    }
}
