using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Aura.Storage;

/// <summary>
/// A prepared statement that binds to SQLite itself and reads SQLite's own memory. Parameters that are found by name and boxed cost more than
/// an insert, and a data reader costs several times what a query does.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>The number of a named parameter. SQLite counts in order of first use in the text, which need not be the order of names.</summary>
    public int Parameter(string name) => raw.sqlite3_bind_parameter_index(_statement, name);

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_statement, parameter));

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Binds a number, or null for one that is none.</summary>
    public void Bind(int parameter, double value) => Check(raw.sqlite3_bind_double(_statement, parameter, value));

    public void Bind(int parameter, string? text)
    {
        if (text is null)
        {
            BindNull(parameter);
            return;
        }
        Span<byte> utf8 = text.Length <= Names.MaxLength ? stackalloc byte[3 * Names.MaxLength] : new byte[Encoding.UTF8.GetByteCount(text)];
        BindText(parameter, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    // An empty span points nowhere, which SQLite would take for null.
    public void BindText(int parameter, ReadOnlySpan<byte> utf8) =>
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, parameter, "") : raw.sqlite3_bind_text(_statement, parameter, utf8));

    public void BindBlob(int parameter, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(_statement, parameter, bytes));

    public void Bind(int parameter, StateId? id)
    {
        if (id is null)
        {
            BindNull(parameter);
            return;
        }
        Span<byte> bytes = stackalloc byte[16];
        id.Value.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BindBlob(parameter, bytes);
    }

    /// <summary>Runs it and says how many rows it wrote.</summary>
    public int Execute()
    {
        try
        {
            while (Step())
            {
            }
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it and reads its rows.</summary>
    public List<T> Query<T>(Func<SqliteStatement, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (Step()) rows.Add(read(this));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A number; none for null.</summary>
    public double Number(int column) => IsNull(column) ? double.NaN : raw.sqlite3_column_double(_statement, column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A column's bytes until the next row: of a TEXT column its UTF-8 as it is, of NULL none.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public Guid? Id(int column) => IsNull(column) ? null : new Guid(Bytes(column), bigEndian: true);

    public void Dispose() => _statement.Dispose();

    private bool Step() => raw.sqlite3_step(_statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var result => throw Error(result),
    };

    private void Reset()
    {
        raw.sqlite3_reset(_statement);
        raw.sqlite3_clear_bindings(_statement);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Error(result);
    }

    private SqliteException Error(int result) => new(raw.sqlite3_errmsg(_connection).utf8_to_string(), result);
}
