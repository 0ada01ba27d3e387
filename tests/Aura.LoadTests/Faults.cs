using Aura.Testing;

namespace Aura.LoadTests;

/// <summary>Which faults a run has.</summary>
/// <param name="KillEvery">The time between two silos' ends; zero for none.</param>
/// <param name="Rolling">Whether silos are asked to end rather than killed.</param>
/// <param name="KillClients">Whether a client is killed midway between two silos' ends.</param>
/// <param name="PausePostgres">How long PostgreSQL is away, once, in the middle; zero for not at all.</param>
internal sealed record FaultPlan(TimeSpan KillEvery, bool Rolling, bool KillClients, TimeSpan PausePostgres);

/// <summary>Something that was done to the system under load.</summary>
/// <param name="What">What.</param>
/// <param name="At">When it began.</param>
/// <param name="BackAt">When what was ended ran again.</param>
internal sealed record Fault(string What, TimeSpan At, TimeSpan BackAt);

/// <summary>Does to silos, clients and PostgreSQL what a plan says, one thing after another.</summary>
internal sealed class Faults(FaultPlan plan, TimeSpan end, Silos silos, Clients clients, PostgresServer postgres, long zero)
{
    /// <summary>Carries the plan out, and tells what was done when.</summary>
    public async Task<IReadOnlyList<Fault>> RunAsync(CancellationToken cancellationToken)
    {
        var done = new List<Fault>();
        foreach (var (at, what, doAsync) in Planned(cancellationToken).OrderBy(f => f.At))
        {
            var wait = at - Now;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            // What a fault before this one needed may have taken until the end.
            if (Now >= end) break;
            var began = Now;
            Console.Error.WriteLine($"{began.TotalSeconds,6:0.0} s  {what}");
            await doAsync();
            done.Add(new Fault(what, began, Now));
        }
        return done;
    }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(zero);

    private IEnumerable<(TimeSpan At, string What, Func<Task> DoAsync)> Planned(CancellationToken cancellationToken)
    {
        var place = 0;
        for (var at = plan.KillEvery; plan.KillEvery > TimeSpan.Zero && at < end; at += plan.KillEvery, place++)
        {
            var (silo, client) = (place % silos.Count, place % clients.Count);
            yield return (at, plan.Rolling ? $"silo {silo} restarted" : $"silo {silo} killed", () => silos.ReplaceAsync(silo, plan.Rolling));
            if (plan.KillClients) yield return (at + plan.KillEvery / 2, $"client {client} killed", () => clients.ReplaceAsync(client, zero));
        }
        if (plan.PausePostgres > TimeSpan.Zero) yield return (end / 2, $"PostgreSQL killed for {plan.PausePostgres.TotalSeconds:0} s", PausePostgresAsync);

        async Task PausePostgresAsync()
        {
            await postgres.KillAsync();
            await Task.Delay(plan.PausePostgres, cancellationToken);
            await postgres.StartAgainAsync();
        }
    }
}
