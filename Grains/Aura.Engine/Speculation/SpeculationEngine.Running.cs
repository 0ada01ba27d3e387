namespace Aura.Engine;

public sealed partial class SpeculationEngine
{
    private const int MostFailures = 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Drivers' states and the decision take turns, so that nothing is saved that was not looked at.
    private readonly SemaphoreSlim _driving = new(1, 1);

    // Whatever has happened to it, by whose hand: reads how it stands and does what comes next.
    private async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var log = await PatientlyAsync(() => SpeculationLog.ReadAsync(services.Store, agent, name, stop), stop);
            try
            {
                if (log?.Status == SpeculationStatus.Running) await DecideAsync(log, stop);
                else if (log?.Status == SpeculationStatus.Decided) await EndAsync(log, stop);
                else return;
            }
            catch (ConcurrencyException)
            {
                // A driver, or another process, was there first: what it said counts.
            }
        }
    }

    private async Task DecideAsync(SpeculationLog log, CancellationToken stop)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var memory = MemoryOf(log);
        using var slots = new SemaphoreSlim(log.Request!.Parallel ?? log.Request.Futures.Count);
        var simulations = Task.WhenAll(log.Request.Futures.Where(f => f.Simulation is not null)
            .Select(f => Task.Run(() => SimulateAsync(log, memory, f, slots, round.Token))));
        try
        {
            if (!await AllHaveEndedAsync(log, simulations, round.Token)) return;
            await simulations;
        }
        finally
        {
            await round.CancelAsync();
            await simulations.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _driving.WaitAsync(stop);
        try
        {
            var now = await PatientlyAsync(() => log.RefreshAsync(services.Store, stop), stop);
            if (now?.Status != SpeculationStatus.Running || now.Id != log.Id) return;
            var futures = new List<FutureInfo>();
            foreach (var future in now.Request!.Futures)
                futures.Add(memory.Results.GetValueOrDefault(future.Name) ?? await ScoreDrivenAsync(now, memory, future, stop));
            // The first of those with the highest score.
            var winner = futures.Where(f => f is { Status: FutureStatus.Finished, Score: not null }).MaxBy(f => f.Score);
            await PatientlyAsync(async () =>
            {
                await AppendAsync(now, new SpeculationDecided(futures, winner?.Name), stop);
                return true;
            }, stop);
        }
        finally
        {
            _driving.Release();
        }
    }

    // False if it has been decided or cancelled meanwhile, or is another one.
    private async Task<bool> AllHaveEndedAsync(SpeculationLog log, Task simulations, CancellationToken stop)
    {
        var driven = log.Request!.Futures.Where(f => f.Simulation is null).ToArray();
        var timeUp = driven.Length > 0 && log.Deadline - services.Time.GetUtcNow() is { } left && left > TimeSpan.Zero
            ? Task.Delay(left, services.Time, stop)
            : Task.CompletedTask;
        while (true)
        {
            var changed = _changed.Task;
            if (simulations.IsCompleted && driven.All(f => log.Driven.ContainsKey(f.Name) || timeUp.IsCompleted)) return true;
            stop.ThrowIfCancellationRequested();
            var poll = Task.Delay(Poll, stop);
            await Task.WhenAny([changed, poll, .. simulations.IsCompleted ? [] : new[] { simulations }, .. timeUp.IsCompleted ? [] : new[] { timeUp }]);
            if (simulations.IsCompleted && driven.Length == 0) return true;
            var now = await PatientlyAsync(() => log.RefreshAsync(services.Store, stop), stop);
            if (now?.Status != SpeculationStatus.Running || now.Id != log.Id) return false;
            log = now;
        }
    }

    private async Task SimulateAsync(SpeculationLog log, SpeculationMemory memory, FutureRequest future, SemaphoreSlim slots, CancellationToken stop)
    {
        if (memory.Results.ContainsKey(future.Name)) return;
        await slots.WaitAsync(stop);
        try
        {
            var order = new FutureOrder(agent, name, log.Id, future, log.Request!.Budget, log.Deadline);
            FutureInfo info;
            do info = await PatientlyAsync(() => host.AdvanceAsync(order, stop), stop);
            while (info.Status == FutureStatus.Running);
            memory.Results[future.Name] = await PatientlyAsync(() => ScoreAsync(log, info, stop), stop);
        }
        finally
        {
            slots.Release();
        }
    }

    private async ValueTask<FutureInfo> ScoreDrivenAsync(SpeculationLog log, SpeculationMemory memory, FutureRequest future, CancellationToken stop)
    {
        var info = await PatientlyAsync(() => memory.Standing.ReadAsync(log, future, stop), stop);
        var ended = info with { Status = info.Status == FutureStatus.Driven ? FutureStatus.Exhausted : info.Status, LeasedUntil = null };
        return await PatientlyAsync(() => ScoreAsync(log, ended, stop), stop);
    }

    // What has no state of its own has nothing to be judged by, and nothing to be promoted.
    private async ValueTask<FutureInfo> ScoreAsync(SpeculationLog log, FutureInfo info, CancellationToken stop)
    {
        if (info.States == 0) return info;
        var head = await host.Branch(agent, info.Branch).LoadAsync(null, stop);
        if (head?.Id != info.Head) head = await services.Store.ReadStateAsync(info.Head, stop);
        var scorer = services.Parts.Scorers.Get(log.Request!.Scorer);
        try
        {
            var context = new FutureScoring(services.Store, agent, info, head!, log.Request.ScorerArguments);
            var (score, isLate) = await ScorerRun.ScoreAsync(scorer, context, services.Time, stop);
            if (isLate) return Unscored($"took longer than {ScorerRun.LimitText}");
            return score is null || double.IsFinite(score.Value) ? info with { Score = score + 0.0 } : Unscored($"gave {score}, which is no finite number");
        }
        catch (Exception e) when (e is not StoreUnavailableException && !stop.IsCancellationRequested)
        {
            return Unscored($"failed: {FutureRunner.Shorten(e.Message)}");
        }

        FutureInfo Unscored(string what) => info with
        {
            Status = info.Status == FutureStatus.Finished ? FutureStatus.Failed : info.Status,
            Problem = info.Problem ?? $"Scorer '{log.Request.Scorer}' {what}",
        };
    }

    private async Task EndAsync(SpeculationLog log, CancellationToken stop)
    {
        var promotion = new SpeculationPromotion(services, log);
        var line = host.Branch(agent, log.Request!.Branch);
        var ended = await PatientlyAsync(() => promotion.PromoteAsync(line, stop), stop);
        await PatientlyAsync(async () =>
        {
            await AppendAsync(log, ended, stop);
            return true;
        }, stop);
    }

    // A store, or a silo, that is away is waited for; but not for ever, so that whoever waits is told.
    private static async Task<T> PatientlyAsync<T>(Func<ValueTask<T>> call, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (failures < MostFailures && IsPassing(e) && !stop.IsCancellationRequested)
            {
                var pause = ShortestPause * Math.Pow(2, failures);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, stop);
            }
        }
    }

    private static bool IsPassing(Exception e) => e is StoreUnavailableException
        || e is not (NotFoundException or InvalidInputException or ConcurrencyException or StoreException);
}
