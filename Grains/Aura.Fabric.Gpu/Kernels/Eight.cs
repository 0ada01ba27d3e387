using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Eight 16-bit numbers of a row, which a kernel loads at once: 16 bytes. Four words, since a structure of eight halves is loaded in two parts.
/// </summary>
internal readonly struct Eight(uint a, uint b, uint c, uint d)
{
    public readonly uint A = a;
    public readonly uint B = b;
    public readonly uint C = c;
    public readonly uint D = d;

    /// <summary>The first four as bf16.</summary>
    public Four First => new(Lower(A), Upper(A), Lower(B), Upper(B));

    /// <summary>The last four as bf16.</summary>
    public Four Last => new(Lower(C), Upper(C), Lower(D), Upper(D));

    /// <summary>The bf16 in a word's lower half.</summary>
    public static float Lower(uint word) => Interop.IntAsFloat(word << 16);

    /// <summary>The bf16 in a word's upper half.</summary>
    public static float Upper(uint word) => Interop.IntAsFloat(word & 0xFFFF0000);
}
