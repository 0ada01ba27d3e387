using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aura.Client;

/// <summary>A file of chat traces, read run by run; a bare list of messages is read message by message, each as a part of its one run.</summary>
internal sealed class ChatFile(Stream stream, string name, ChatImportOptions options, int maxMessageBytes)
{
    private readonly JsonValueReader _reader = new(stream, name, options.MaxRunBytes);

    /// <summary>Whether it is a bare list of messages: known once the first part was read.</summary>
    public bool Bare => _reader.Bare;

    /// <summary>How many bytes were read.</summary>
    public long BytesRead => _reader.BytesRead;

    /// <summary>Reads the runs, or the parts of the one run, in order.</summary>
    /// <exception cref="ChatFormatException">The file is not what it should be: says where.</exception>
    public async IAsyncEnumerable<ChatRun> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var value in _reader.ReadAsync(cancellationToken)) yield return Read(value);
    }

    private ChatRun Read(JsonValue value)
    {
        using var document = JsonDocument.Parse(value.Utf8, new JsonDocumentOptions { MaxDepth = JsonValueReader.MaxDepth });
        var root = document.RootElement;
        var isMessage = ChatMessage.IsOne(root);
        if (value.Number == 1) _reader.Bare = isMessage;
        if (isMessage != Bare)
        {
            throw _reader.Fault(
                Bare ? "This is not a message, but the objects before it are." : "This is a message, but the objects before it are runs.",
                value.Number, value.Position);
        }
        if (isMessage) return new ChatRun(null, [Message(value, root)], null, value.Utf8.Length);
        if (!ChatRun.TryFindMessages(root, out var messages))
        {
            throw _reader.Fault(
                "This is neither a run, which has a list 'messages' or 'traj', nor a message, which has a 'role'.", value.Number, value.Position);
        }
        try
        {
            return ChatRun.Read(root, messages, value.Utf8.Length, message => Message(value, message));
        }
        catch (InvalidInputException e)
        {
            throw _reader.Fault($"How the run ended cannot be stored: {e.Message}", value.Number, value.Position, e);
        }
    }

    private ChatMessage Message(JsonValue value, JsonElement message)
    {
        try
        {
            return ChatMessage.Read(message, maxMessageBytes);
        }
        catch (FormatException e)
        {
            throw _reader.Fault(e.Message, value.Number, value.PositionOf(message), e);
        }
    }
}
