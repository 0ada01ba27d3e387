using ILGPU;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// The natural logarithm and exponential in float64, which the processors of devices do not have, to a relative error of about 1e-15. Argument
/// reduction and series are the usual ones (Muller, Elementary Functions, 2016, chapter 11).
/// </summary>
internal static class Natural
{
    private const double LogTwo = 0.693147180559945286;
    private const double LogTwoRest = 2.31904681384629956e-17;
    private const double LogTwoUpper = 0.693147180369123816;
    private const double LogTwoLower = 1.90821492927058770e-10;

    /// <summary>ln x, for a normal x above 0.</summary>
    public static double Log(double x)
    {
        var bits = Interop.FloatAsInt(x);
        var exponent = (int)(bits >> 52) - 1023;
        var m = Interop.IntAsFloat((bits & 0xFFFFFFFFFFFFFUL) | 0x3FF0000000000000UL);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }
        // ln m = 2 artanh s, and |s| < 0.172.
        var s = (m - 1) / (m + 1);
        var q = s * s;
        var series = 1.0 / 21;
        series = series * q + 1.0 / 19;
        series = series * q + 1.0 / 17;
        series = series * q + 1.0 / 15;
        series = series * q + 1.0 / 13;
        series = series * q + 1.0 / 11;
        series = series * q + 1.0 / 9;
        series = series * q + 1.0 / 7;
        series = series * q + 1.0 / 5;
        series = series * q + 1.0 / 3;
        return exponent * LogTwo + (exponent * LogTwoRest + (2 * s + 2 * s * q * series));
    }

    /// <summary>e^x, for an x below 700; 0 below -700.</summary>
    public static double Exp(double x)
    {
        if (x < -700) return 0;
        var n = (int)(x / LogTwo + (x < 0 ? -0.5 : 0.5));
        var r = x - n * LogTwoUpper - n * LogTwoLower;
        var series = 1.0 / 6227020800;
        series = series * r + 1.0 / 479001600;
        series = series * r + 1.0 / 39916800;
        series = series * r + 1.0 / 3628800;
        series = series * r + 1.0 / 362880;
        series = series * r + 1.0 / 40320;
        series = series * r + 1.0 / 5040;
        series = series * r + 1.0 / 720;
        series = series * r + 1.0 / 120;
        series = series * r + 1.0 / 24;
        series = series * r + 1.0 / 6;
        series = series * r + 0.5;
        series = series * r + 1;
        series = series * r + 1;
        return series * Interop.IntAsFloat((ulong)(n + 1023) << 52);
    }
}
