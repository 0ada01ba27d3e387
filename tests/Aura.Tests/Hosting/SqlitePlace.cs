using Aura.Testing;
using Microsoft.Data.Sqlite;

namespace Aura.Tests.Hosting;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqlitePlace : IStorePlace
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The file.</summary>
    public string File => _folder.File("aura.db");

    /// <inheritdoc/>
    public string Store => $"sqlite:{File}";

    /// <inheritdoc/>
    public async Task<object?> SqlAsync(string sql, params object[] parameters)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA ignore_check_constraints = ON;" + sql;
        for (var i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"@p{i}", parameters[i]);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public object Key(StateId id) => id.Value.ToByteArray(bigEndian: true);

    /// <inheritdoc/>
    public object Time(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;

    /// <inheritdoc/>
    public Task DropConstraintsAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
