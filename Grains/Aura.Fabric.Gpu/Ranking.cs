namespace Aura.Fabric.Gpu;

/// <summary>The best of the rows that were found, whose values are exact. It holds few, whatever comes.</summary>
/// <param name="top">How many are wanted: at least 1.</param>
/// <param name="ties">Which of two rows of the same value comes first.</param>
internal sealed class Ranking(int top, IComparer<int> ties)
{
    private const int Spare = 4096;

    private readonly List<FoundRow> _rows = [];

    /// <summary>Adds a row: not one that was added before.</summary>
    public void Add(FoundRow row)
    {
        _rows.Add(row);
        if (_rows.Count - Spare >= top) Trim();
    }

    /// <summary>The best, best first.</summary>
    public IReadOnlyList<FoundRow> Best()
    {
        Trim();
        return _rows;
    }

    private void Trim()
    {
        _rows.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : ties.Compare(a.Row, b.Row));
        if (_rows.Count > top) _rows.RemoveRange(top, _rows.Count - top);
    }
}
