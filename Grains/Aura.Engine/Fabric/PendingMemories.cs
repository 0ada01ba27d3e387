namespace Aura.Engine;

/// <summary>Memories of one request, on their way to the store. They are stored together or not at all.</summary>
internal sealed class PendingMemories(MemoryRecord[] records)
{
    private Remembered[]? _results;
    private Exception? _failure;

    public MemoryRecord[] Records => records;

    /// <summary>Whether they may be stored already: a commit's answer was lost.</summary>
    public bool Tried { get; set; }

    public bool IsDone => _results is not null || _failure is not null;

    public IReadOnlyList<Remembered> Results => _failure is null ? _results! : throw _failure;

    public void Succeed(Remembered[] results) => _results = results;

    public void Fail(Exception failure) => _failure = failure;
}
