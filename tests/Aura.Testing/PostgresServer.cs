using System.Diagnostics;
using Npgsql;

namespace Aura.Testing;

/// <summary>
/// A PostgreSQL server of its own, from the machine's binaries, in a temporary folder and on a free loopback port. Durability is as in
/// production. It stops, and its folder goes, with <see cref="DisposeAsync"/>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "aura";
    private const string Ready = "database system is ready to accept connections";

    private readonly string _binaries;
    private readonly string _folder;
    private Process? _process;
    private int _databases;

    private PostgresServer(string binaries, string folder, int port)
    {
        _binaries = binaries;
        _folder = folder;
        Port = port;
    }

    /// <summary>The loopback port.</summary>
    public int Port { get; }

    /// <summary>The folder of a PostgreSQL's programs, or null if the machine has none.</summary>
    public static string? FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var n) ? n : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.Concat(path).FirstOrDefault(d => d.Length > 0 && File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));
    }

    /// <summary>Makes a cluster and starts its server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException("No PostgreSQL is installed: ./test.sh installs it where it can.");
        var server = new PostgresServer(binaries, Directory.CreateTempSubdirectory("aura-postgres-").FullName, LoopbackPort.Free());
        try
        {
            if (Environment.UserName == "root") await RunAsync("chown", "postgres", server._folder);
            await server.RunAsUserAsync("initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An Npgsql connection string for one of its databases.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Timeout=5;Maximum Pool Size=40";

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Kills the server with SIGKILL, as a power cut would, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the server after a kill, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        var (file, arguments) = AsUser("postgres", [
            "-D", Data, "-c", $"port={Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
            "-c", "shared_buffers=512MB", "-c", "min_wal_size=1GB", "-c", "max_wal_size=4GB", "-c", "logging_collector=off", "-c", "lc_messages=C", "-c", "log_min_messages=log"]);
        var process = new Process { StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true } };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"PostgreSQL did not start:\n{string.Join('\n', log)}"));
                return;
            }
            if (log.Count < 100) log.Add(line.Data);
            if (line.Data.Contains(Ready, StringComparison.Ordinal)) ready.TrySetResult();
        };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process = process;
        await ready.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A backend that outlived its postmaster for a moment may still be writing its last file; the folder is the system's to clean.
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task RunAsUserAsync(string program, params string[] arguments)
    {
        var (file, all) = AsUser(program, arguments);
        await RunAsync(file, all);
    }

    // PostgreSQL refuses to run as root.
    private (string File, string[] Arguments) AsUser(string program, string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root"
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    private static async Task RunAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {errors}");
    }
}
