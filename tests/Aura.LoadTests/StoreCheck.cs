using System.Globalization;
using Aura.Client;
using Npgsql;

namespace Aura.LoadTests;

/// <summary>What is wrong with a store, and how much it holds.</summary>
/// <param name="Stored">All states.</param>
/// <param name="Acknowledged">The saves that were acknowledged.</param>
/// <param name="Lost">Acknowledged states that are not there as they were acknowledged: agent, version and operation.</param>
/// <param name="Duplicated">States too many at one version or for one operation.</param>
/// <param name="Gaps">Versions that no state has, below the last of their line.</param>
/// <param name="Damaged">Lines that do not verify.</param>
internal sealed record StoreCheck(long Stored, long Acknowledged, long Lost, long Duplicated, long Gaps, long Damaged)
{
    /// <summary>Whether all that was promised was kept, and something was promised.</summary>
    public bool Holds => Acknowledged > 0 && Lost + Duplicated + Gaps + Damaged == 0;

    /// <summary>Compares a store with what was acknowledged; no silo takes part.</summary>
    public static async Task<StoreCheck> RunAsync(string database, IEnumerable<Answer> answers, CancellationToken cancellationToken)
    {
        var acknowledged = answers.Where(a => a.State is not null).ToList();
        var stored = await ReadAsync(database, cancellationToken);
        var byId = stored.ToLookup(s => s.Id);
        var agents = stored.GroupBy(s => s.Agent).ToList();
        await using var aura = await AuraClient.OpenAsync($"postgres:{database}", cancellationToken);
        return new StoreCheck(
            stored.Count,
            acknowledged.Count,
            acknowledged.Count(a => byId[a.State!.Id].Count(s => s == Row.Of(a)) != 1),
            stored.Count - stored.DistinctBy(s => (s.Agent, s.Version)).Count() + stored.Count - stored.DistinctBy(s => s.Operation).Count(),
            agents.Sum(a => a.Max(s => s.Version) - a.Select(s => s.Version).Distinct().Count()),
            await aura.VerifyAsync(cancellationToken).CountAsync(l => !l.Holds, cancellationToken));
    }

    // Every agent has one line only.
    private static async Task<List<Row>> ReadAsync(string database, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT agent, version, id, operation_id FROM aura.states JOIN aura.branches USING (line)");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new List<Row>();
        while (await rows.ReadAsync(cancellationToken))
            stored.Add(new Row(rows.GetString(0), rows.GetInt64(1), new StateId(rows.GetGuid(2)), rows.GetString(3)));
        return stored;
    }

    private sealed record Row(string Agent, long Version, StateId Id, string Operation)
    {
        public static Row Of(Answer answer) =>
            new(answer.State!.Agent, answer.State.Version, answer.State.Id, answer.Request.ToString(CultureInfo.InvariantCulture));
    }
}
