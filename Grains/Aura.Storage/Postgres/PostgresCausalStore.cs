using Aura.Engine;
using Npgsql;

namespace Aura.Storage;

/// <summary>The causal store on PostgreSQL 15 or newer, in a schema of its own named <c>aura</c>.</summary>
public sealed partial class PostgresCausalStore : ICausalStore
{
    private const int AutoPreparedStatements = 64;

    private readonly NpgsqlDataSource _reads;
    private readonly NpgsqlDataSource _writes;

    /// <summary>Takes an Npgsql connection string; connects when it is first used.</summary>
    /// <exception cref="InvalidInputException">The connection string cannot be read.</exception>
    public PostgresCausalStore(string connectionString)
    {
        var settings = PostgresSettings.Read(connectionString);
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = AutoPreparedStatements;
        settings.AutoPrepareMinUsages = 2;
        // The sessions are ours alone and always alike; a reset between two uses would also undo how they were prepared for writing.
        settings.NoResetOnClose = true;
        Name = PostgresSettings.NameOf(settings);
        Memories = new PostgresMemoryStore(this);

        _reads = PostgresSettings.Readable(() => NpgsqlDataSource.Create(settings.ConnectionString));
        var writes = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        writes.UsePhysicalConnectionInitializer(c => PrepareForWritingAsync(c, async: false).GetAwaiter().GetResult(), c => PrepareForWritingAsync(c, async: true));
        _writes = writes.Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IMemoryStore Memories { get; }

    /// <inheritdoc/>
    public int ConcurrentBatches => 3;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(bool create, CancellationToken cancellationToken) =>
        await ReadAsync(async connection =>
        {
            await PostgresSchema.CausalStore.OpenAsync(connection, Name, create, cancellationToken);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _writes.DisposeAsync();
    }

    // One plan for batches of every size: left to itself the server plans each small batch anew, which costs more than to run it. That plan
    // must not scan tables that were empty when it was made. And what is acknowledged is on disk, whatever the server's default.
    private async Task PrepareForWritingAsync(NpgsqlConnection connection, bool async)
    {
        await using var command = new NpgsqlCommand("""
            SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
            SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false);
            SELECT pg_postmaster_start_time()
            """, connection);
        await using var reader = async ? await command.ExecuteReaderAsync() : command.ExecuteReader();
        if (async) await reader.NextResultAsync();
        else reader.NextResult();
        if (async) await reader.ReadAsync();
        else reader.Read();
        ForgetLinesIfRestarted(reader.GetDateTime(0));
    }

    // A pool may hold connections that died with the server; a read is tried once more over a new one.
    private async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await UseAsync(_reads, work, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            _reads.Clear();
            return await UseAsync(_reads, work, cancellationToken);
        }
    }

    internal async Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await UseAsync(_writes, work, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            _writes.Clear();
            throw;
        }
    }

    private async Task<T> UseAsync<T>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        }
        catch (Exception e) when (PostgresErrors.IsFromServer(e))
        {
            throw PostgresErrors.Translate(Name, e);
        }
    }
}
