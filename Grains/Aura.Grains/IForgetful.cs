namespace Aura.Grains;

/// <summary>A branch's grain as its agent sees it: what was erased must not live on in memory.</summary>
[Alias("aura.branch.memory")]
internal interface IForgetful : IGrainWithStringKey
{
    /// <summary>Forgets what is in memory.</summary>
    ValueTask ForgetAsync();
}
