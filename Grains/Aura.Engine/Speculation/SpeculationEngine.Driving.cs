using System.Security.Cryptography;
using System.Text;

namespace Aura.Engine;

public sealed partial class SpeculationEngine
{
    private const int LeaseBytes = 16;

    /// <inheritdoc/>
    public async ValueTask<FutureLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default)
    {
        request = Rules.Lease(request);
        while (true)
        {
            var log = await ReadAsync(cancellationToken);
            _ = Resume(log);
            CheckOpen(log, request.Future);
            var now = services.Time.GetUtcNow();
            var held = log.Leases.GetValueOrDefault(request.Future);
            if (request.Lease is not null) CheckHeld(log, request.Future, request.Lease);
            else if (held?.Until > now)
                throw new InvalidInputException("future", $"Future '{request.Future}' is another driver's until {held.Until:O}.");
            var lease = request.Lease ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LeaseBytes));
            var until = Timestamps.Truncate(now + request.Duration);
            if (until > log.Deadline) until = log.Deadline.Value;
            try
            {
                await AppendAsync(log, new FutureLeased(request.Future, DigestOf(lease), until), cancellationToken);
                return new FutureLease(request.Future, BranchNames.OfFuture(name, request.Future), lease, until);
            }
            catch (ConcurrencyException)
            {
                // Another driver was faster, perhaps to this very future.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AgentState> SaveAsync(string future, string lease, SaveRequest request, CancellationToken cancellationToken = default)
    {
        request = Rules.Save(request, services.Options.MaxPayloadBytes);
        await _driving.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                // The head before the lease: another driver's state that comes after it is a conflict.
                var branch = host.Branch(agent, BranchNames.OfFuture(name, Names.Check("future", future)));
                var head = await HeadAsync(branch, cancellationToken);
                var log = await ReadAsync(cancellationToken);
                _ = Resume(log);
                CheckOpen(log, future);
                CheckHeld(log, future, lease);
                try
                {
                    if (await FindExceedingAsync(log, future, request, cancellationToken) is { } known) return known;
                    return await branch.SaveAsync(request with { ExpectedVersion = request.ExpectedVersion ?? head?.Version }, cancellationToken);
                }
                catch (ConcurrencyException e) when (request.ExpectedVersion is null || e.Branch == SpeculationLog.BranchOf(name))
                {
                    // Whether the lease still holds is to be seen again.
                }
            }
        }
        finally
        {
            _driving.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> FinishAsync(string future, string lease, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var log = await ReadAsync(cancellationToken);
            _ = Resume(log);
            // Who asks again has not heard the answer.
            var finished = log.Driven.TryGetValue(future, out var status) && status == FutureStatus.Finished;
            if (finished && log.Leases.GetValueOrDefault(future)?.Lease == DigestOf(lease)) return await DescribeAsync(log, cancellationToken);
            CheckOpen(log, future);
            CheckHeld(log, future, lease);
            try
            {
                await AppendAsync(log, new FutureEnded(future, FutureStatus.Finished), cancellationToken);
                return await DescribeAsync(cancellationToken);
            }
            catch (ConcurrencyException)
            {
                // What has happened meanwhile may have ended it.
            }
        }
    }

    private static Digest DigestOf(string lease) => Digest.Of(Encoding.UTF8.GetBytes(lease));

    // A line that has moved behind its grain's back is read again by whoever conflicts with it.
    private static async ValueTask<AgentState?> HeadAsync(IBranch branch, CancellationToken cancellationToken)
    {
        try
        {
            return await branch.LoadAsync(new LoadRequest { Fresh = true }, cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private void CheckOpen(SpeculationLog log, string name)
    {
        var future = log.Future(name);
        if (future.Simulation is not null)
            throw new InvalidInputException("future", $"Future '{name}' is run by simulation '{future.Simulation}': it cannot be driven from outside.");
        if (log.Status != SpeculationStatus.Running || log.Driven.ContainsKey(name) || log.Deadline <= services.Time.GetUtcNow())
            throw new InvalidInputException("future", $"Future '{name}' has ended: nothing can follow.");
    }

    private void CheckHeld(SpeculationLog log, string future, string lease)
    {
        if (lease is null || log.Leases.GetValueOrDefault(future) is not { } held || held.Lease != DigestOf(lease))
            throw new InvalidInputException("lease", $"The lease is not that of future '{future}'.");
        if (held.Until <= services.Time.GetUtcNow())
            throw new InvalidInputException("lease", $"The lease on future '{future}' ended at {held.Until:O}: take a new one.");
    }

    // A future that wants more than it may has ended; a state that it had saved before is still answered.
    private async ValueTask<AgentState?> FindExceedingAsync(SpeculationLog log, string future, SaveRequest request, CancellationToken cancellationToken)
    {
        var budget = log.Request!.Budget;
        if (budget.States is null && budget.Energy is null) return null;
        var tally = await MemoryOf(log).Standing.TallyAsync(log, log.Future(future), cancellationToken);
        if (!FutureRunner.Exceeds(budget, tally, request)) return null;
        if (request.OperationId is { } operation
            && await services.Store.ReadOperationAsync(agent, BranchNames.OfFuture(name, future), operation, cancellationToken) is { } first) return first;
        await AppendAsync(log, new FutureEnded(future, FutureStatus.Exhausted), cancellationToken);
        throw new InvalidInputException("future", $"Future '{future}' has used up its budget and has ended: nothing can follow.");
    }
}
