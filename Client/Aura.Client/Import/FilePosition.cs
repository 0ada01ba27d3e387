namespace Aura.Client;

/// <summary>A place in a text file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Byte">The byte in that line, from 1.</param>
public readonly record struct FilePosition(long Line, long Byte)
{
    /// <summary>The place that lies so many bytes further on, over these.</summary>
    public FilePosition After(ReadOnlySpan<byte> passed)
    {
        var last = passed.LastIndexOf((byte)'\n');
        return last < 0
            ? this with { Byte = Byte + passed.Length }
            : new FilePosition(Line + passed.Count((byte)'\n'), passed.Length - last);
    }

    /// <summary>For a sentence: <c>line 12, byte 5</c>.</summary>
    public override string ToString() => $"line {Line}, byte {Byte}";
}
