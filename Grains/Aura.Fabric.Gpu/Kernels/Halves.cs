using Aura.Engine;
using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>A float32 in the two halves of <see cref="SplitFloat"/>, in terms that ILGPU can compile.</summary>
internal static class Halves
{
    /// <summary>The bits of the nearest bf16.</summary>
    public static ushort Upper(float value) => (ushort)(Interop.FloatAsInt(value) + 0x8000u >> 16);

    /// <summary>What is to be added to the upper half's bits.</summary>
    public static short Rest(float value) => (short)Interop.FloatAsInt(value);

    /// <summary>The float32 again.</summary>
    public static float Join(ushort upper, short rest) => Interop.IntAsFloat(((uint)upper << 16) + (uint)(int)rest);
}
