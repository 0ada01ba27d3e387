namespace Aura.Fabric.Gpu.Kernels;

/// <summary>What selecting needs to know of a query.</summary>
/// <param name="top">The most rows to find.</param>
/// <param name="window">How far below the lowest score that may be among them a score may still belong to one of them.</param>
/// <param name="mask">Where its mask begins, in words; -1 if it has none.</param>
internal readonly struct QueryHead(int top, float window, int mask)
{
    public readonly int Top = top;
    public readonly float Window = window;
    public readonly int Mask = mask;
}
