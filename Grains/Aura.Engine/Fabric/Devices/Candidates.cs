namespace Aura.Engine;

/// <summary>
/// The rows that may still be among the best of a scan whose values are approximate. It holds few rows whatever the data: where the bounds do
/// not tell rows apart, their exact values do. Which rows are best does not depend on the order in which they were added.
/// </summary>
/// <param name="top">How many are wanted: at least 1.</param>
/// <param name="ties">Which of two rows of the same exact value comes first. Several threads may ask it.</param>
/// <param name="exact">The exact value of a row, never NaN.</param>
public sealed class Candidates(int top, IComparer<int> ties, Func<int, double> exact)
{
    private const int Spare = 256;

    private readonly int _room = (int)Math.Min((long)top + Math.Max(top, Spare), Array.MaxLength);
    private Candidate[] _rows = [];
    private int _count;

    /// <summary>So many rows as are wanted have at least this value: one that certainly has less is not among the best.</summary>
    public double Floor { get; private set; } = double.NegativeInfinity;

    /// <summary>An approximate value below which, if it is less than a bound away from the exact one, a row is not among the best.</summary>
    /// <remarks>Compare by "less than", so that what is no number counts as a candidate.</remarks>
    public float Cut(double bound) => MathF.BitDecrement((float)(Floor - bound));

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row: not one that was added before.</param>
    /// <param name="value">Its approximate value.</param>
    /// <param name="bound">How far from it the exact one can be; infinite if the value says nothing.</param>
    public void Add(int row, double value, double bound) => Add(double.IsPositiveInfinity(bound)
        ? new Candidate(row, double.NegativeInfinity, double.PositiveInfinity, false)
        : new Candidate(row, value - bound, value + bound, false));

    /// <summary>Adds the rows of others, found by the same query among other rows.</summary>
    public void Add(Candidates others)
    {
        Floor = Math.Max(Floor, others.Floor);
        for (var i = 0; i < others._count; i++) Add(others._rows[i]);
    }

    /// <summary>The best rows with their exact values, best first.</summary>
    public IReadOnlyList<(int Row, double Value)> Best()
    {
        DropBelowFloor();
        KeepBest();
        return [.. _rows.Take(_count).Select(c => (c.Row, c.Low))];
    }

    private void Add(Candidate candidate)
    {
        if (candidate.High < Floor) return;
        if (_count == _room)
        {
            DropBelowFloor();
            if (_count > _room - Spare / 2) KeepBest();
        }
        if (_count == _rows.Length) Array.Resize(ref _rows, (int)Math.Min(Math.Max(64, 2L * _count), _room));
        _rows[_count++] = candidate;
    }

    private void DropBelowFloor()
    {
        if (_count >= top)
        {
            var lows = _rows.Take(_count).Select(c => c.Low).ToArray();
            Array.Sort(lows);
            Floor = Math.Max(Floor, lows[^top]);
        }
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!(_rows[i].High < Floor)) _rows[kept++] = _rows[i];
        }
        _count = kept;
    }

    private void KeepBest()
    {
        foreach (ref var candidate in _rows.AsSpan(0, _count))
        {
            if (candidate.Exact) continue;
            var value = exact(candidate.Row);
            candidate = new Candidate(candidate.Row, value, value, true);
        }
        _rows.AsSpan(0, _count).Sort((a, b) => a.Low != b.Low ? b.Low.CompareTo(a.Low) : ties.Compare(a.Row, b.Row));
        _count = Math.Min(_count, top);
        if (_count == top) Floor = Math.Max(Floor, _rows[_count - 1].Low);
    }

    private readonly record struct Candidate(int Row, double Low, double High, bool Exact);
}
