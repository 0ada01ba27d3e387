using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Aura.Testing;

/// <summary>A silo as a process of its own, on free loopback ports. It is killed, if it still runs, with <see cref="DisposeAsync"/>.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private const string Started = "Application started";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(string assembly, string store, int siloPort, int gatewayPort, int httpPort, string[] arguments)
    {
        (SiloPort, GatewayPort, HttpPort) = (siloPort, gatewayPort, httpPort);
        string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [
                assembly, "--store", store, "--silo-port", Number(siloPort), "--gateway-port", Number(gatewayPort),
                "--urls", $"http://127.0.0.1:{httpPort}", .. arguments])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; }

    /// <summary>The port for clients.</summary>
    public int GatewayPort { get; }

    /// <summary>The port of dashboard and health.</summary>
    public int HttpPort { get; }

    /// <summary>Whether the process still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>All that it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts a silo and waits until it has joined its cluster.</summary>
    /// <param name="assembly">The path of Aura.Silo.dll.</param>
    /// <param name="store">Its store.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it printed.</exception>
    public static async Task<SiloProcess> StartAsync(string assembly, string store, params string[] arguments)
    {
        var silo = Launch(assembly, store, arguments);
        try
        {
            await silo._ready.Task;
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo and waits for nothing.</summary>
    public static SiloProcess Launch(string assembly, string store, params string[] arguments)
    {
        var silo = new SiloProcess(assembly, store, LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free(), arguments);
        silo._process.Start();
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        _ = silo.WatchAsync();
        return silo;
    }

    /// <summary>Waits until the process has ended, and returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Kills the process with SIGKILL and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, with SIGTERM, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        return await WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.Contains(Started, StringComparison.Ordinal)) _ready.TrySetResult();
    }

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync();
        _ready.TrySetException(new InvalidOperationException($"The silo did not start:\n{Output}"));
    }
}
