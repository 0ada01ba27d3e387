using Aura.Silo;

namespace Aura.Cluster.Tests.Settings;

/// <summary>Numbers of bytes as people write them.</summary>
public sealed class ByteSizes
{
    [Theory]
    [InlineData("1048576", 1L << 20)]
    [InlineData("0", 0L)]
    [InlineData("1.5 KiB", 1536L)]
    [InlineData("512mib", 512L << 20)]
    [InlineData("8 GiB", 8L << 30)]
    [InlineData("2TiB", 2L << 40)]
    [InlineData("8388607 TiB", 8388607L << 40)]
    [InlineData("8388608 TiB", null)]
    [InlineData("8 GB", null)]
    [InlineData("-1", null)]
    [InlineData("1e9", null)]
    [InlineData("GiB", null)]
    [InlineData("", null)]
    public void A_number_with_or_without_a_unit_is_read_and_nothing_else(string text, long? bytes) => Assert.Equal(bytes, ByteSize.Parse(text));
}
