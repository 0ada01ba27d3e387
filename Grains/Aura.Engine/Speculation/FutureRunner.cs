using System.Diagnostics;

namespace Aura.Engine;

/// <summary>
/// Runs a simulation's future step by step. What it knows is on the branch, each step under an operation id and behind the version that it
/// was computed from, so that two runners of one future make each step once between them.
/// </summary>
public sealed class FutureRunner : IDisposable
{
    private const int LongestMessage = 500;

    private static readonly LoadRequest Fresh = new() { Fresh = true };

    private readonly EngineServices _services;
    private readonly IBranch _branch;
    private readonly FutureOrder _order;
    private readonly ISimulation _simulation;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _life;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FutureTally? _tally;
    private AgentState? _head;
    private Task<SaveRequest?>? _step;
    private FutureInfo? _ended;
    private volatile bool _disposed;

    /// <summary>Takes a future over.</summary>
    /// <exception cref="InvalidInputException">Its simulation is not registered here.</exception>
    public FutureRunner(EngineServices services, IBranch branch, FutureOrder order)
    {
        (_services, _branch, _order) = (services, branch, order);
        _simulation = services.Parts.Simulations.Get(order.Future.Simulation!);
        _timeUp = order.Deadline is { } deadline ? new CancellationTokenSource(Left(deadline), services.Time) : new CancellationTokenSource();
        _life = CancellationTokenSource.CreateLinkedTokenSource(_timeUp.Token);
    }

    /// <summary>The future.</summary>
    public FutureOrder Order => _order;

    private bool IsTimeUp => _timeUp.IsCancellationRequested || _order.Deadline <= _services.Time.GetUtcNow();

    /// <summary>Makes steps for so long, and says how the future stands. A step that takes longer goes on meanwhile.</summary>
    public async ValueTask<FutureInfo> AdvanceAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_disposed) throw new OperationCanceledException("The future is run elsewhere, or no more.");
            if (_head is null) await LoadAsync(null, cancellationToken);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_timeUp.Token, cancellationToken);
            var begin = Stopwatch.GetTimestamp();
            while (_ended is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (IsTimeUp)
                {
                    End(FutureStatus.Exhausted);
                    break;
                }
                var left = atMost == Timeout.InfiniteTimeSpan ? atMost : atMost - Stopwatch.GetElapsedTime(begin);
                if (left < TimeSpan.Zero && left != Timeout.InfiniteTimeSpan) break;
                await MakeStepAsync(left, waiting.Token, cancellationToken);
            }
            return _ended ?? Describe(FutureStatus.Running);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Tells a step that is under way to stop.</summary>
    public void Dispose()
    {
        _disposed = true;
        _life.Cancel();
        _life.Dispose();
        _timeUp.Dispose();
    }

    private TimeSpan Left(DateTimeOffset deadline)
    {
        var left = deadline - _services.Time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // What is in memory does at first: where it is behind the store, the first step conflicts.
    private async ValueTask LoadAsync(LoadRequest? request, CancellationToken cancellationToken)
    {
        _head = await _branch.LoadAsync(request, cancellationToken)
            ?? throw new NotFoundException($"Agent '{_order.Agent}' has no branch '{_order.Branch}'.");
        _tally = new FutureTally(_order.Agent, _order.Branch);
        if (_head.Branch != _order.Branch) return;
        _tally = await _tally.RefreshAsync(_services.Store, cancellationToken);
        _head = _tally.Last ?? _head;
    }

    private async Task MakeStepAsync(TimeSpan atMost, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var number = (int)_tally!.States;
        // Elsewhere, so that a simulation that keeps its thread keeps nobody else waiting.
        _step ??= Task.Run(() => _simulation.StepAsync(
            new SimulationStep(_order.Agent, _order.Future.Name, _order.Future.Arguments, number, _head!), _life.Token).AsTask());
        await ((Task)_step.WaitAsync(atMost, waiting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!_step.IsCompleted) return;
        SaveRequest? next;
        try
        {
            next = await _step;
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_disposed) throw new OperationCanceledException("The future is run elsewhere, or no more.", e);
            if (IsTimeUp) End(FutureStatus.Exhausted);
            else End(FutureStatus.Failed, $"Simulation '{_order.Future.Simulation}' failed at step {number}: {Shorten(e.Message)}");
            return;
        }
        if (next is null) End(FutureStatus.Finished);
        else if (Exceeds(_order.Budget, _tally, next)) End(FutureStatus.Exhausted);
        else await SaveAsync(number, next, cancellationToken);
    }

    private async Task SaveAsync(int number, SaveRequest next, CancellationToken cancellationToken)
    {
        try
        {
            var saved = await _branch.SaveAsync(next with { OperationId = $"step:{number}", ExpectedVersion = _head!.Version }, cancellationToken);
            if (saved.Version == _head.Version + 1) (_tally, _head) = (_tally!.With(saved), saved);
            else await LoadAsync(Fresh, cancellationToken);
        }
        catch (ConcurrencyException)
        {
            await LoadAsync(Fresh, cancellationToken);
        }
        catch (InvalidInputException e)
        {
            End(FutureStatus.Failed, $"Simulation '{_order.Future.Simulation}' made a state at step {number} that was refused: {Shorten(e.Message)}");
        }
        _step = null;
    }

    /// <summary>Whether one more state would use up more than a future may.</summary>
    internal static bool Exceeds(SpeculationBudget budget, FutureTally tally, SaveRequest next) =>
        tally.States >= budget.States || tally.Energy + next.Context.EnergyCost > budget.Energy;

    /// <summary>A message that many futures may have.</summary>
    internal static string Shorten(string message) => message.Length <= LongestMessage ? message : $"{message.AsSpan(0, LongestMessage)}…";

    private void End(FutureStatus status, string? problem = null) => _ended = Describe(status, problem);

    private FutureInfo Describe(FutureStatus status, string? problem = null) =>
        _tally!.Describe(_order.Future.Name, status, _head!.Id, problem);
}
