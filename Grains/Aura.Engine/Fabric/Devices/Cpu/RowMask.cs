using System.Numerics;

namespace Aura.Engine;

/// <summary>Which rows count, by groups of <see cref="ScanKernels.GroupRows"/>.</summary>
/// <param name="mask">A bit a row; empty if all count.</param>
/// <param name="rows">How many rows there are.</param>
internal readonly ref struct RowMask(ReadOnlySpan<ulong> mask, int rows)
{
    private readonly ReadOnlySpan<ulong> _mask = mask;

    /// <summary>A bit for each row of the group that starts at a row: whether it is there and counts.</summary>
    public uint Group(int row)
    {
        var there = rows - row >= ScanKernels.GroupRows ? byte.MaxValue : (1u << (rows - row)) - 1;
        return _mask.IsEmpty ? there : there & (uint)(_mask[row >> 6] >> row);
    }

    /// <summary>Takes the lowest bit out.</summary>
    public static int Take(ref uint bits)
    {
        var lowest = BitOperations.TrailingZeroCount(bits);
        bits &= bits - 1;
        return lowest;
    }
}
