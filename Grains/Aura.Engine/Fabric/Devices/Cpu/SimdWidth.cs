namespace Aura.Engine;

/// <summary>How many bits the processor computes on at once.</summary>
internal enum SimdWidth
{
    /// <summary>On every machine.</summary>
    Bits128 = 128,

    /// <summary>AVX2 and FMA.</summary>
    Bits256 = 256,

    /// <summary>AVX-512F.</summary>
    Bits512 = 512,
}
