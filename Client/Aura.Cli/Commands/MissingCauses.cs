namespace Aura.Cli;

/// <summary>Finds what states that are written out have as causes, but is not written itself: no other store takes them without it.</summary>
internal sealed class MissingCauses
{
    private readonly HashSet<StateId> _written = [];
    private readonly HashSet<StateId> _causes = [];

    /// <summary>Takes note of a record that is written.</summary>
    public void Add(ExportRecord record)
    {
        if (record.State is not { } state) return;
        _written.Add(state.Id);
        foreach (var cause in state.Context.Causes)
        {
            if (cause.State is { } id) _causes.Add(id);
        }
    }

    /// <summary>The agents whose states are missing, by name; states that are no longer there are named themselves.</summary>
    public async ValueTask<IReadOnlyList<string>> FindAsync(IAura aura, CancellationToken cancellationToken)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var id in _causes.Except(_written))
            missing.Add(await aura.FindAsync(id, cancellationToken) is { } state ? $"'{state.Agent}'" : $"state {id}, which is no longer there");
        return [.. missing];
    }
}
