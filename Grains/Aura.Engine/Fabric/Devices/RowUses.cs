using System.Runtime.InteropServices;

namespace Aura.Engine;

/// <summary>How a row's memory was used: all that its base level needs.</summary>
/// <param name="First">When it happened, in seconds since 1970: the first use.</param>
/// <param name="Last">The last use, in seconds since 1970.</param>
/// <param name="Second">The use before the last; NaN if there is none.</param>
/// <param name="Third">The use before that; NaN if there is none.</param>
/// <param name="Count">How many uses there were, the first included: at least 1.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct RowUses(double First, double Last, double Second, double Third, long Count)
{
    /// <summary>A memory that was used but once.</summary>
    public static RowUses Once(double at) => new(at, at, double.NaN, double.NaN, 1);

    /// <summary>The uses with one more. A use that is earlier than the last one counts as if it were with it.</summary>
    public RowUses And(double at) => new(First, Math.Max(at, Last), Last, Second, Count + 1);
}
