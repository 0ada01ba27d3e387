namespace Aura.Client;

/// <summary>Tells a listener how far an import is.</summary>
internal sealed class ChatImportReport(IProgress<ChatImportProgress>? progress, long? totalBytes)
{
    /// <summary>How many states there will be, once the file was checked.</summary>
    public long? TotalStates { get; set; }

    public void Checked(long bytes, long runs, long states) =>
        progress?.Report(new ChatImportProgress(Checking: true, bytes, totalBytes, runs, states, null));

    public void Stored(long bytes, ChatImportTally tally) =>
        progress?.Report(new ChatImportProgress(Checking: false, bytes, totalBytes, tally.Runs, tally.States, TotalStates));
}
