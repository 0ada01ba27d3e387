namespace Aura.Cli;

/// <summary>Tells that nobody reads our output any more from other failures.</summary>
internal static class BrokenPipe
{
    private const int Epipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    public static bool Is(Exception e) =>
        e is IOException && (OperatingSystem.IsWindows() ? e.HResult is WindowsBrokenPipe or WindowsNoData : e.HResult == Epipe);
}
