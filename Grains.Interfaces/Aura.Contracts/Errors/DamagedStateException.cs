namespace Aura;

/// <summary>A stored state cannot be read: it was changed behind Aura's back.</summary>
public sealed class DamagedStateException(StateId id, long version, string problem, Exception? innerException = null)
    : StoreException($"State {id} at version {version} is damaged: {problem}", innerException)
{
    /// <summary>The first thing that is wrong with it.</summary>
    public Damage Damage { get; } = new(version, id, problem);
}
