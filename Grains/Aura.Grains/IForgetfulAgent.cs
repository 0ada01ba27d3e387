namespace Aura.Grains;

/// <summary>An agent's grain as those see it who write to its line beside it.</summary>
[Alias("aura.agent.memory")]
internal interface IForgetfulAgent : IGrainWithStringKey
{
    /// <summary>Forgets what is in memory.</summary>
    ValueTask ForgetAsync();
}
