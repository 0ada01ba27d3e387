namespace Aura;

/// <summary>Decides conflicts of merges. It is registered by name as a keyed service.</summary>
public interface IMergeResolver
{
    /// <summary>Decides one conflict, within five seconds; null leaves it to the merge's strategy.</summary>
    ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken);
}
