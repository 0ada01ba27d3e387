using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Aura.Tests.Stores;

/// <summary>What is acknowledged or read is on disk.</summary>
public sealed class SqliteDurability : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aura-durability-");

    private string File => Path.Combine(_folder.FullName, "a.db");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Neither_a_writer_nor_a_reader_goes_on_before_the_log_is_flushed()
    {
        using var release = new ManualResetEventSlim();
        var (held, reached, flushed) = (false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false);
        await using var store = new SqliteCausalStore(File, file =>
        {
            if (Volatile.Read(ref held))
            {
                reached.TrySetResult();
                release.Wait();
            }
            RandomAccess.FlushToDisk(file);
            Volatile.Write(ref flushed, true);
        });
        await store.OpenAsync(true, default);
        Volatile.Write(ref held, true);
        Volatile.Write(ref flushed, false);
        var first = StateSketch.First("a");
        var append = store.AppendAsync([first], default).AsTask();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(append.IsCompleted);
        (StateId?, bool) read = default;
        var reader = new Thread(() => read = (store.ReadLineAsync("a", "main", default).AsTask().Result?.Head?.Id, Volatile.Read(ref flushed)));
        reader.Start();
        SpinWait.SpinUntil(() => !reader.IsAlive || reader.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30));
        release.Set();
        reader.Join();
        Assert.Equal((first.Id, true), read);
        Assert.Equal(AppendOutcome.Appended, Assert.Single(await append).Outcome);
    }

    [Fact]
    public async Task A_disk_that_refuses_is_told_and_nothing_more_is_taken_until_the_store_is_opened_anew()
    {
        var full = false;
        var line = StateSketch.Line("a", 3);
        await using (var store = new SqliteCausalStore(File, _ =>
        {
            if (Volatile.Read(ref full)) throw new IOException("no disk.");
        }))
        {
            await store.OpenAsync(true, default);
            await store.AppendAsync([line[0]], default);
            Volatile.Write(ref full, true);
            var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([line[1]], default));
            Assert.Equal($"Store sqlite:{File} cannot be written to disk, and takes nothing more until it is opened anew: no disk.", refused.Message);
            Volatile.Write(ref full, false);
            await Assert.ThrowsAsync<StoreException>(async () => await store.AppendAsync([line[1]], default));
            await Assert.ThrowsAsync<StoreException>(async () => await store.ReadLineAsync("a", "main", default));
        }
        await using var again = new SqliteCausalStore(File);
        await again.OpenAsync(false, default);
        var head = (await again.ReadLineAsync("a", "main", default))!.Head!;
        Assert.Equal(AppendOutcome.Appended, Assert.Single(await again.AppendAsync([line[(int)head.Version]], default)).Outcome);
    }

    [Fact]
    public async Task What_another_store_has_committed_is_flushed_before_it_is_read_and_only_then()
    {
        var flushes = 0;
        await using var other = new SqliteCausalStore(File, _ => { });
        await other.OpenAsync(true, default);
        await using var store = new SqliteCausalStore(File, _ => Interlocked.Increment(ref flushes));
        await store.OpenAsync(false, default);
        var line = StateSketch.Line("a", 3);
        await other.AppendAsync([line[0]], default);
        await FlushesAsync(1);
        await FlushesAsync(0);
        await other.AppendAsync([line[1]], default);
        await FlushesAsync(1);
        Volatile.Write(ref flushes, 0);
        await store.AppendAsync([line[2]], default);
        Assert.Equal(1, Volatile.Read(ref flushes));
        await FlushesAsync(0);

        async Task FlushesAsync(int expected)
        {
            Volatile.Write(ref flushes, 0);
            Assert.NotNull(await store.ReadLineAsync("a", "main", default));
            Assert.Equal(expected, Volatile.Read(ref flushes));
        }
    }

    [Fact]
    public async Task Nothing_goes_on_from_what_was_undone()
    {
        await using var store = new SqliteCausalStore(File);
        await store.OpenAsync(true, default);
        var (a, b) = (StateSketch.Line("a", 2), StateSketch.Line("b", 2));
        await store.AppendAsync([a[0]], default);
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var damage = connection.CreateCommand();
            damage.CommandText = "UPDATE states SET digest = x'00'";
            await damage.ExecuteNonQueryAsync();
        }
        // The conflict is to name the head, which cannot be read, so that the whole batch is undone.
        await Assert.ThrowsAsync<DamagedStateException>(async () => await store.AppendAsync([b[0], StateSketch.First("a")], default));
        Assert.Equal(AppendOutcome.Conflict, Assert.Single(await store.AppendAsync([b[1]], default)).Outcome);
    }

    [Fact]
    public async Task A_file_behind_a_link_is_flushed_where_it_lies()
    {
        var target = Path.Combine(_folder.CreateSubdirectory("elsewhere").FullName, "b.db");
        await using (var made = new SqliteCausalStore(target)) await made.OpenAsync(true, default);
        System.IO.File.CreateSymbolicLink(File, target);
        var line = StateSketch.Line("a", 2);
        foreach (var state in line)
        {
            await using var store = new SqliteCausalStore(File);
            await store.OpenAsync(false, default);
            Assert.Equal(AppendOutcome.Appended, Assert.Single(await store.AppendAsync([state], default)).Outcome);
            Assert.Equal(state.Id, (await store.ReadLineAsync("a", "main", default))!.Head!.Id);
        }
        Assert.False(System.IO.File.Exists(File + "-wal"));
    }
}
