using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Aura.Engine;

/// <summary>
/// A float32 in two halves that give it back bit by bit: the upper one is the nearest bfloat16, which is scanned; the rest is what is to be added to
/// its bits.
/// </summary>
/// <remarks>
/// Half an ulp is rounded away from zero. What is nearer to 2^128 than to the greatest bfloat16 has an infinite upper half, and is still given back
/// whole. A float16 would be eight times as precise, but it is scanned no faster, has not float32's range, and what would be left of the float32
/// does not fit 16 bits.
/// </remarks>
public static class SplitFloat
{
    /// <summary>The bits of the nearest bfloat16.</summary>
    public static ushort Upper(float value) => (ushort)((BitConverter.SingleToUInt32Bits(value) + 0x8000) >> 16);

    /// <summary>The value of an upper half.</summary>
    public static float Widen(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);

    /// <summary>Splits values.</summary>
    public static void Split(ReadOnlySpan<float> values, Span<ushort> uppers, Span<short> rests)
    {
        if (uppers.Length < values.Length || rests.Length < values.Length) throw new ArgumentException("There is no room for the halves.");
        var bits = MemoryMarshal.Cast<float, uint>(values);
        ref var source = ref MemoryMarshal.GetReference(bits);
        ref var upper = ref MemoryMarshal.GetReference(uppers);
        ref var rest = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<short, ushort>(rests));
        var (half, low) = (Vector256.Create(0x8000u), Vector256.Create(0xFFFFu));
        var i = 0;
        for (; i + 16 <= bits.Length; i += 16)
        {
            var (first, second) = (Vector256.LoadUnsafe(ref source, (nuint)i), Vector256.LoadUnsafe(ref source, (nuint)i + 8));
            Vector256.Narrow((first + half) >> 16, (second + half) >> 16).StoreUnsafe(ref upper, (nuint)i);
            // The rest, as a signed number, has the lower bits of the whole.
            Vector256.Narrow(first & low, second & low).StoreUnsafe(ref rest, (nuint)i);
        }
        for (; i < bits.Length; i++) (uppers[i], rests[i]) = ((ushort)((bits[i] + 0x8000) >> 16), (short)bits[i]);
    }

    /// <summary>Makes values whole again.</summary>
    public static void Join(ReadOnlySpan<ushort> uppers, ReadOnlySpan<short> rests, Span<float> values)
    {
        if (uppers.Length < values.Length || rests.Length < values.Length) throw new ArgumentException("There are too few halves.");
        var bits = MemoryMarshal.Cast<float, uint>(values);
        ref var target = ref MemoryMarshal.GetReference(bits);
        ref var upper = ref MemoryMarshal.GetReference(uppers);
        ref var rest = ref MemoryMarshal.GetReference(rests);
        var i = 0;
        for (; i + 16 <= bits.Length; i += 16)
        {
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref upper, (nuint)i));
            var (firstRest, secondRest) = Vector256.Widen(Vector256.LoadUnsafe(ref rest, (nuint)i));
            ((first << 16) + firstRest.AsUInt32()).StoreUnsafe(ref target, (nuint)i);
            ((second << 16) + secondRest.AsUInt32()).StoreUnsafe(ref target, (nuint)i + 8);
        }
        for (; i < bits.Length; i++) bits[i] = ((uint)uppers[i] << 16) + (uint)rests[i];
    }
}
