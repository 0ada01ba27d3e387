namespace Aura.Grains;

/// <summary>A speculation's grain as its agent sees it: what is about to be erased must not be gone on with.</summary>
[Alias("aura.speculation.memory")]
internal interface IPausable : IGrainWithStringKey
{
    /// <summary>Stops running, and forgets what is in memory.</summary>
    ValueTask PauseAsync();
}
