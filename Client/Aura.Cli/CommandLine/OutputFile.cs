namespace Aura.Cli;

/// <summary>Makes files that a command line names.</summary>
internal static class OutputFile
{
    /// <summary>Makes a file, or empties the one that is there.</summary>
    /// <exception cref="InvalidInputException">It may not be written, or is a folder.</exception>
    public static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or ArgumentException)
        {
            throw new InvalidInputException("file", $"File '{path}' cannot be written: {e.Message}", e);
        }
    }
}
