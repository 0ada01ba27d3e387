using Aura.Engine;
using Aura.Fabric.Gpu;

namespace Aura.Gpu.Tests.Devices;

/// <summary>Moves that may happen at once.</summary>
public sealed class Moves
{
    [Fact]
    public void Those_that_touch_different_rows_are_one_batch() =>
        Assert.Equal<IEnumerable<RowMove>>([[new(9, 0), new(8, 1), new(9, 2)]], MoveBatches.Of(new RowMove[] { new(9, 0), new(8, 1), new(9, 2) }));

    [Fact]
    public void One_that_reads_what_was_written_begins_a_batch() => BeginsBatch(new(9, 0), new(0, 1));

    [Fact]
    public void One_that_writes_what_was_read_begins_a_batch() => BeginsBatch(new(9, 0), new(8, 9));

    [Fact]
    public void One_that_writes_what_was_written_begins_a_batch() => BeginsBatch(new(9, 0), new(8, 0));

    private static void BeginsBatch(RowMove first, RowMove second) =>
        Assert.Equal<IEnumerable<RowMove>>([[first], [second]], MoveBatches.Of(new[] { first, second }));
}
