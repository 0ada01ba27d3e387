using System.Runtime.InteropServices;
using System.Text;
using Aura.Tests.Hosting;

namespace Aura.Tests.Stores;

/// <summary>SQLite keeps what a memory store promises.</summary>
public sealed class SqliteMemoryConformance : MemoryStoreConformance
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());

    [Fact]
    public async Task Nothing_of_an_erased_memory_is_left_in_the_files()
    {
        var random = new Random(1);
        float[] vector = [.. Enumerable.Range(0, 768).Select(_ => random.NextSingle())];
        var secret = MemorySketch.Memory("secret") with
        {
            Content = $"hidden content {new string('x', 10_000)}", Labels = ["hidden label"], Agent = "hidden agent",
            Interpretations = [MemorySketch.Meaning("hidden interpretation", vector) with { Text = "hidden text" }],
        };
        byte[][] marks =
        [
            .. ((string[])["hidden content", "hidden label", "hidden agent", "hidden interpretation", "hidden text"]).Select(Encoding.UTF8.GetBytes),
            MemoryMarshal.AsBytes(vector).ToArray()[^64..],
        ];
        await CommittedAsync([.. MemorySketch.Memories(20), secret, .. MemorySketch.Memories(20, "n")]);
        Assert.All(marks, m => Assert.True(IsInFiles(m)));
        await CommittedAsync(erased: ["secret"]);
        Assert.All(marks, m => Assert.False(IsInFiles(m)));
    }

    private bool IsInFiles(ReadOnlySpan<byte> mark)
    {
        var folder = Path.GetDirectoryName(((SqlitePlace)Place).File)!;
        foreach (var file in Directory.GetFiles(folder))
        {
            // The store has the files open.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (bytes.AsSpan().IndexOf(mark) >= 0) return true;
        }
        return false;
    }
}
