namespace Aura.Engine;

/// <summary>A mean that grows value by value, and never beyond its largest.</summary>
internal struct Mean
{
    private double _mean;

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; null if there are none.</summary>
    public readonly double? Value => Count == 0 ? null : _mean;

    /// <summary>Takes one more finite value.</summary>
    public void Add(double value)
    {
        Count++;
        _mean += value / Count - _mean / Count;
    }
}
