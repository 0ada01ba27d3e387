using System.Diagnostics;

namespace Aura.Testing;

/// <summary>A process of its own that saves states until it has saved enough or is killed.</summary>
public sealed class CrashWriter : IAsyncDisposable
{
    /// <summary>What the process is told first to have it speculate instead.</summary>
    public const string Speculate = "speculate";

    /// <summary>What the process is told first to have it remember instead.</summary>
    public const string Remember = "remember";

    private readonly Process _process;
    private readonly List<Acknowledgement> _acknowledged = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private CrashWriter(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>What was acknowledged so far.</summary>
    public IReadOnlyList<Acknowledgement> Acknowledged
    {
        get
        {
            lock (_acknowledged) return [.. _acknowledged];
        }
    }

    /// <summary>Starts to save so many states of each of so many agents.</summary>
    public static CrashWriter Start(string store, string prefix, int agents, int states, string? operations = null)
    {
        string[] arguments = [store, prefix, $"{agents}", $"{states}"];
        return Start(operations is null ? arguments : [.. arguments, operations]);
    }

    /// <summary>Starts to speculate with so many agents until it is killed; what it acknowledges are promotions.</summary>
    public static CrashWriter StartSpeculating(string store, int agents) => Start([Speculate, store, $"{agents}"]);

    /// <summary>Starts to remember in so many fabrics until it is killed; what it acknowledges are memories: their fabrics, ordinals and ids.</summary>
    public static CrashWriter StartRemembering(string store, int fabrics) => Start([Remember, store, $"{fabrics}"]);

    /// <summary>Waits until so many states are acknowledged.</summary>
    /// <exception cref="InvalidOperationException">The process ended before.</exception>
    public Task ReachedAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_acknowledged)
        {
            if (_acknowledged.Count >= count) return Task.CompletedTask;
            _waiting.Add((count, reached));
        }
        return Task.WhenAny(reached.Task, _reading).ContinueWith(async _ =>
        {
            if (!reached.Task.IsCompleted) throw new InvalidOperationException($"The writer ended early: {await _errors}");
        }, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Waits until it has saved all it was to save.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task FinishedAsync()
    {
        await _reading;
        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0) throw new InvalidOperationException($"The writer failed: {await _errors}");
    }

    /// <summary>Kills it with SIGKILL and waits until it is gone and all that it printed is read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        await _errors;
        _process.Dispose();
    }

    private static CrashWriter Start(string[] arguments) =>
        new(Process.Start(new ProcessStartInfo("dotnet", [typeof(CrashWriter).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that the kill cut off was never read by anybody, so it acknowledges nothing.
            if (line.Split(' ') is not [var agent, var version, { Length: 36 } id]) continue;
            lock (_acknowledged)
            {
                _acknowledged.Add(new Acknowledgement(agent, long.Parse(version), StateId.Parse(id)));
                foreach (var (_, reached) in _waiting.Where(w => w.Count <= _acknowledged.Count)) reached.TrySetResult();
            }
        }
    }
}
