namespace Aura.Engine;

/// <summary>
/// A hash of 64 bits over UTF-16 code units, the same on every machine and in every process: FNV-1a (Fowler, Noll, Vo), taken unit by unit, with
/// the finaliser of MurmurHash3 (Appleby), since FNV's own high bits hardly differ where texts are short.
/// </summary>
internal readonly struct FeatureHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly ulong _state;

    private FeatureHash(ulong state) => _state = state;

    /// <summary>The hash of nothing yet.</summary>
    public static FeatureHash Empty => new(Basis);

    /// <summary>The hash with one more code unit.</summary>
    public FeatureHash And(char unit) => new((_state ^ unit) * Prime);

    /// <summary>The hash with more code units.</summary>
    public FeatureHash And(ReadOnlySpan<char> units)
    {
        var hash = this;
        foreach (var unit in units) hash = hash.And(unit);
        return hash;
    }

    /// <summary>Its value.</summary>
    public ulong Value
    {
        get
        {
            var value = _state;
            value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
            value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
            return value ^ value >> 33;
        }
    }
}
