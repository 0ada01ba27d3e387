using System.Text.Json;
using System.Threading.Channels;

namespace Aura.LoadTests;

/// <summary>
/// An append-only file of answers, a JSON object a line, as a client writes it. A save counts as acknowledged once it is in the file, and
/// what is in the file outlives a killed client.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    /// <summary>Makes the file.</summary>
    public Journal(string path) => _writing = Task.Run(() => WriteAsync(path));

    /// <summary>Notes an answer down.</summary>
    public void Add(Answer answer) => _answers.Writer.TryWrite(answer);

    /// <summary>Waits until all is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _answers.Writer.TryComplete();
        await _writing;
    }

    /// <summary>What a client has written. A line that a kill cut off says nothing.</summary>
    public static IEnumerable<Answer> Read(string path)
    {
        var text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Answer>(line)!);
    }

    private async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path);
        await foreach (var answer in _answers.Reader.ReadAllAsync())
        {
            file.Write(JsonSerializer.Serialize(answer) + "\n");
            if (!_answers.Reader.TryPeek(out _)) await file.FlushAsync();
        }
    }
}
