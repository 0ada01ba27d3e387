namespace Aura.Fabric.Gpu.Kernels;

/// <summary>Four floats, which a kernel loads at once: 16 bytes.</summary>
internal readonly struct Four(float a, float b, float c, float d)
{
    public readonly float A = a;
    public readonly float B = b;
    public readonly float C = c;
    public readonly float D = d;

    /// <summary>Adds the inner product with others to a sum.</summary>
    public float Dot(Four other, float sum) => D * other.D + (C * other.C + (B * other.B + (A * other.A + sum)));
}
