using Aura.Storage;
using Aura.Testing;
using Aura.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Aura.Tests.Stores;

/// <summary>Files that are no store of ours are refused, and left as they are to the byte.</summary>
public sealed class SqliteFileRefusals : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_as_it_is()
    {
        var file = _folder.File("other.db");
        await RunAsync(file, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
        var error = await RefusedUnchangedAsync<StoreSchemaException>(file);
        Assert.Equal($"Store sqlite:{file} is a SQLite file of another program.", error.Message);
    }

    [Fact]
    public async Task Another_programs_database_with_a_version_of_its_own_is_refused_and_left_as_it_is()
    {
        var file = _folder.File("other.db");
        await RunAsync(file, "CREATE TABLE notes (text TEXT); PRAGMA user_version = 1");
        await RefusedUnchangedAsync<StoreSchemaException>(file);
    }

    [Fact]
    public async Task A_newer_store_is_left_as_it_is()
    {
        var file = _folder.File("newer.db");
        await using (var store = new SqliteCausalStore(file)) await store.OpenAsync(true, default);
        await RunAsync(file, "PRAGMA user_version = 99");
        await RefusedUnchangedAsync<StoreSchemaException>(file);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var file = _folder.File("letter.txt");
        await File.WriteAllTextAsync(file, string.Join('\n', Enumerable.Repeat("Dear reader, this is not a database.", 200)));
        var error = await RefusedUnchangedAsync<StoreException>(file);
        Assert.Equal($"Store sqlite:{file} is not a SQLite file.", error.Message);
    }

    [Fact]
    public async Task A_missing_store_that_is_not_to_be_made_leaves_no_file()
    {
        await using var store = new SqliteCausalStore(_folder.File("none.db"));
        await Assert.ThrowsAsync<NotFoundException>(async () => await store.OpenAsync(false, default));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_refused()
    {
        await using var store = new SqliteCausalStore(_folder.Path);
        await Assert.ThrowsAsync<StoreException>(async () => await store.OpenAsync(true, default));
    }

    [Fact]
    public async Task A_missing_folder_is_refused()
    {
        await using var store = new SqliteCausalStore(Path.Combine(_folder.Path, "none", "aura.db"));
        var error = await Assert.ThrowsAsync<StoreException>(async () => await store.OpenAsync(true, default));
        Assert.Contains("there is no folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_a_store_error()
    {
        var file = _folder.File("damaged.db");
        await using (var store = new SqliteCausalStore(file))
        {
            await store.OpenAsync(true, default);
            await store.AppendAsync(StateSketch.Line("a", 300, s => s.With(new string('x', 500))), default);
        }
        var bytes = await File.ReadAllBytesAsync(file);
        Array.Fill(bytes, (byte)0xA5, 8192, bytes.Length - 8192);
        await File.WriteAllBytesAsync(file, bytes);
        await using var damaged = new SqliteCausalStore(file);
        await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await damaged.OpenAsync(true, default);
            await damaged.ReadRangeAsync(new("a", "main", 1, 300), default);
        });
    }

    private async Task<T> RefusedUnchangedAsync<T>(string file)
        where T : StoreException
    {
        var before = await File.ReadAllBytesAsync(file);
        T error;
        await using (var store = new SqliteCausalStore(file)) error = await Assert.ThrowsAsync<T>(async () => await store.OpenAsync(true, default));
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
        return error;
    }

    private static async Task RunAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
