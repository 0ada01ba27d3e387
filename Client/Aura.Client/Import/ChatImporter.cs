using System.Runtime.CompilerServices;
using Aura.Engine;

namespace Aura.Client;

/// <summary>
/// Imports chat traces in the OpenAI chat-message format: a JSON array or JSON Lines of runs, each with its messages under <c>messages</c>
/// or <c>traj</c>, or one bare list of messages. Every run becomes an agent, every message a state with its causes, a reward an outcome.
/// </summary>
/// <remarks>
/// The file is read as a stream and never held as a whole. A file that can be read twice is checked to its end before anything is stored.
/// An import that was interrupted goes on where it stopped when it is run again: each state's operation id is its place in its run.
/// </remarks>
public sealed class ChatImporter(IAura aura)
{
    private static readonly int MaxMessageBytes = new EngineOptions().MaxPayloadBytes;

    /// <summary>Imports a file.</summary>
    /// <exception cref="ChatFormatException">The file is not one of chat traces; nothing was stored, unless the file is a pipe.</exception>
    /// <exception cref="ChatImportException">The store failed midway; what was stored stays.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<ChatImportResult> ImportFileAsync(
        string path, ChatImportOptions? options = null, IProgress<ChatImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return await ImportAsync(file, Path.GetFileName(path), options, progress, cancellationToken);
    }

    /// <summary>Imports a stream from where it stands.</summary>
    /// <param name="stream">The traces. A stream that cannot seek is not checked before its runs are stored.</param>
    /// <param name="name">What errors call the stream, and, without its extension, what agents are named after if the options do not say.</param>
    /// <param name="options">How; null for the usual.</param>
    /// <param name="progress">Is told often, from many threads.</param>
    /// <param name="cancellationToken">Stops; what was stored stays.</param>
    /// <exception cref="ChatFormatException">The stream is not one of chat traces; nothing was stored if it can seek.</exception>
    /// <exception cref="ChatImportException">The store failed midway; what was stored stays.</exception>
    public async Task<ChatImportResult> ImportAsync(
        Stream stream, string name, ChatImportOptions? options = null, IProgress<ChatImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ChatImportOptions();
        options.Validate();
        var names = new ChatAgentNames(options.Name is null ? StemOf(name) : Names.Check("name", options.Name));
        ChatFile Open() => new(stream, name, options, MaxMessageBytes);

        var report = new ChatImportReport(progress, stream.CanSeek ? stream.Length : null);
        if (stream.CanSeek)
        {
            var start = stream.Position;
            await CheckAsync(Open(), report, cancellationToken);
            stream.Position = start;
        }
        var tally = new ChatImportTally();
        try
        {
            await StoreAsync(Open(), names, options, tally, report, cancellationToken);
        }
        catch (ChatFormatException e) when (tally.Added > 0)
        {
            throw new ChatFormatException($"{e.Message} {tally.Added:N0} states were stored before and stay.", e.Run, e.Position, e);
        }
        return tally.Result();
    }

    private static async Task CheckAsync(ChatFile file, ChatImportReport report, CancellationToken cancellationToken)
    {
        long runs = 0, states = 0;
        await foreach (var run in file.ReadAsync(cancellationToken))
        {
            runs++;
            states += run.States;
            report.Checked(file.BytesRead, file.Bare ? 1 : runs, states);
        }
        report.TotalStates = states;
    }

    private async Task StoreAsync(
        ChatFile file, ChatAgentNames names, ChatImportOptions options, ChatImportTally tally, ChatImportReport report, CancellationToken cancellationToken)
    {
        await using var parts = file.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await parts.MoveNextAsync()) return;
        var budget = new ByteBudget(options.MaxBytesInFlight);
        if (file.Bare) await StoreBareAsync(names.Next(null, 1));
        else
        {
            await Parallel.ForEachAsync(
                RunsAsync(parts, names, budget, cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = options.ParallelRuns, CancellationToken = cancellationToken },
                async (item, token) =>
                {
                    await InRunAsync(item.Agent, async writer =>
                    {
                        foreach (var message in item.Run.Messages)
                        {
                            await writer.AddAsync(message, token);
                            report.Stored(file.BytesRead, tally);
                        }
                        if (item.Run.Outcome is { } outcome) await writer.EndAsync(outcome, token);
                    }, token);
                    budget.Give(item.Run.Bytes);
                });
        }

        Task StoreBareAsync(string agent) => InRunAsync(agent, async writer =>
        {
            do
            {
                await writer.AddAsync(parts.Current.Messages[0], cancellationToken);
                report.Stored(file.BytesRead, tally);
            }
            while (await parts.MoveNextAsync());
        }, cancellationToken);

        async Task InRunAsync(string agent, Func<ChatRunWriter, Task> write, CancellationToken token)
        {
            try
            {
                await write(await ChatRunWriter.OpenAsync(aura.Agent(agent), tally, token));
            }
            catch (AuraException e) when (e is not ChatFormatException)
            {
                throw new ChatImportException(agent, tally.Added, e);
            }
            tally.AddRun();
            report.Stored(file.BytesRead, tally);
        }
    }

    // Names are given here, one run after the other, so that they do not depend on which run is stored first.
    private static async IAsyncEnumerable<(ChatRun Run, string Agent)> RunsAsync(
        IAsyncEnumerator<ChatRun> runs, ChatAgentNames names, ByteBudget budget, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        do
        {
            var run = runs.Current;
            await budget.TakeAsync(run.Bytes, cancellationToken);
            yield return (run, names.Next(run.Name, ++number));
        }
        while (await runs.MoveNextAsync());
    }

    private static string StemOf(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return string.IsNullOrWhiteSpace(stem) ? "chat" : stem;
    }
}
