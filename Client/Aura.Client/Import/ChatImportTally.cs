namespace Aura.Client;

/// <summary>Counts what an import has done, from many runs at once.</summary>
internal sealed class ChatImportTally
{
    private long _runs;
    private long _added;
    private long _known;
    private long _differing;

    public long Runs => Interlocked.Read(ref _runs);

    public long Added => Interlocked.Read(ref _added);

    public long States => Added + Interlocked.Read(ref _known);

    public void AddRun() => Interlocked.Increment(ref _runs);

    public void AddNew() => Interlocked.Increment(ref _added);

    public void AddKnown(bool differs)
    {
        Interlocked.Increment(ref _known);
        if (differs) Interlocked.Increment(ref _differing);
    }

    public ChatImportResult Result() => new()
    {
        Runs = Runs,
        States = States,
        Added = Added,
        Known = Interlocked.Read(ref _known),
        Differing = Interlocked.Read(ref _differing),
    };
}
