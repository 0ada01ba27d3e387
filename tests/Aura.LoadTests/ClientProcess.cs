using System.Diagnostics;
using System.Globalization;

namespace Aura.LoadTests;

/// <summary>
/// A client in a process of its own, which ends when its standard input does. It is killed, if it still runs, with <see cref="DisposeAsync"/>.
/// </summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    /// <summary>What a client prints once it is connected.</summary>
    public const string Ready = "ready";

    private readonly Process _process;

    private ClientProcess(Process process) => _process = process;

    /// <summary>Starts a client and waits until it is connected.</summary>
    public static async Task<ClientProcess> StartAsync(string store, Schedule schedule, int client, string journal)
    {
        var process = new ClientProcess(Process.Start(new ProcessStartInfo("dotnet", [
            typeof(ClientProcess).Assembly.Location, ClientCommand.Word, store, $"{client}", journal,
            "--rate", $"{schedule.Rate}", "--seconds", $"{schedule.Seconds}", "--clients", $"{schedule.Clients}", "--agents", $"{schedule.Agents}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!);
        if (await process._process.StandardOutput.ReadLineAsync() == Ready) return process;
        await process.DisposeAsync();
        throw new InvalidOperationException($"Client {client} did not start.");
    }

    /// <summary>Tells the client the timestamp of time zero.</summary>
    public void Begin(long zero) => _process.StandardInput.WriteLine(zero.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until it has sent all and all of it has ended.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task FinishedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0) throw new InvalidOperationException($"A client ended with exit code {_process.ExitCode}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
