using Aura.Engine;
using Microsoft.Data.Sqlite;

namespace Aura.Storage;

/// <summary>One connection with its prepared statements. For one user at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly Dictionary<string, SqliteStateQuery> _stateQueries = [];

    /// <summary>The native connection, for statements that bind without the layer between.</summary>
    public SQLitePCL.sqlite3 Handle => _connection.Handle!;

    public SqliteSession(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            // NORMAL: see SqliteLog. Erased content is overwritten, not only unlinked. A large page cache would slow commits, which walk it; the
            // operating system has one anyway. The log is copied by SqliteCheckpoints, and by a commit only if that does not keep up.
            Run("PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 131072;");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The statement that inserts states, on a connection that writes.</summary>
    public SqliteStateInsert? Appender { get; set; }

    /// <summary>Told of commits, on a connection that writes.</summary>
    public SqliteLog? Log { get; init; }

    /// <summary>A prepared statement with these parameters, <c>@0</c>, <c>@1</c> and so on.</summary>
    public SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < parameters.Length; i++) command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }

    public int Execute(string sql, params ReadOnlySpan<object?> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters) =>
        Prepare(sql, parameters).ExecuteScalar() is { } value and not DBNull ? value : null;

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Prepare(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A prepared statement for many rows.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new SqliteStatement(Handle, sql));
        return statement;
    }

    /// <summary>Runs a query that selects <see cref="SqliteStateQuery.Columns"/>.</summary>
    public List<AgentState> QueryStates(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (!_stateQueries.TryGetValue(sql, out var query)) _stateQueries.Add(sql, query = new SqliteStateQuery(Handle, sql));
        return query.Run(parameters);
    }

    /// <summary>How many pages it has written since it was last asked.</summary>
    public int TakePagesWritten()
    {
        SQLitePCL.raw.sqlite3_db_status(Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Runs a script of several statements once.</summary>
    public void Run(string script)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs work as one transaction that holds the file's only write lock from the start.</summary>
    public T Write<T>(Func<SqliteSession, T> work)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            var result = work(this);
            Log?.BeginCommit();
            Run("COMMIT");
            return result;
        }
        catch
        {
            Appender?.ForgetEnds();
            // After some errors SQLite has rolled back by itself, and says so when asked again.
            if (SQLitePCL.raw.sqlite3_get_autocommit(Handle) == 0) Run("ROLLBACK");
            throw;
        }
        finally
        {
            Log?.EndCommit();
        }
    }

    public void Dispose()
    {
        Appender?.Dispose();
        foreach (var query in _stateQueries.Values) query.Dispose();
        foreach (var statement in _statements.Values) statement.Dispose();
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }
}
