namespace Aura.Engine;

public sealed partial class FabricEngine
{
    /// <inheritdoc/>
    /// <remarks>
    /// What was consolidated from a memory carries some of its content, so that it is erased too; the other episodes that it came from are examined
    /// anew.
    /// </remarks>
    public async ValueTask<int> ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        if (ids is null || ids.Count is < 1 or > Rules.MaxMemories)
            throw new InvalidInputException("ids", $"Ids are {ids?.Count ?? 0:N0}: 1 to {Rules.MaxMemories:N0} are allowed.");
        string[] wanted = [.. ids.Select(id => Names.Check("ids", id)).Distinct(StringComparer.Ordinal)];
        return await InTurnAsync(async () =>
        {
            while (true)
            {
                var resident = await OpenAsync(null, cancellationToken);
                if (await TryForgetAsync(resident, wanted, cancellationToken) is { } forgotten) return forgotten;
            }
        }, cancellationToken);
    }

    // In turn. Null where others have written meanwhile.
    private async ValueTask<int?> TryForgetAsync(ResidentFabric resident, string[] ids, CancellationToken cancellationToken)
    {
        var records = await Store.ReadMemoriesAsync(_name, ids, cancellationToken);
        if (records.Count == 0) return 0;
        var derived = await Store.ReadMemoriesAsync(_name, [.. records.Select(r => r.ConsolidatedInto).OfType<string>().Distinct()], cancellationToken);
        var erased = records.Concat(derived).Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        // Of a semantic memory that is forgotten by name, too, the episodes are free again.
        var freed = await Store.ReadMemoriesAsync(
            _name, [.. records.Concat(derived).SelectMany(r => r.Sources).Where(id => !erased.Contains(id)).Distinct()], cancellationToken);
        var change = new MemoryChange
        {
            Fabric = _name,
            Revision = resident.Revision,
            Changed = [.. freed.Select(r => UpdateOf(r) with { ConsolidatedInto = null, Uses = resident.Find(r.Id)?.Uses ?? r.Uses })],
            Erased = [.. erased],
            Examined = freed.Count == 0 ? null : Math.Min(resident.Examined, freed.Min(r => r.Ordinal) - 1),
            At = Timestamps.Truncate(_services.Time.GetUtcNow()),
        };
        _journal.Forget(erased);
        return await TryChangeAsync(resident, change, cancellationToken) ? records.Count : null;
    }
}
