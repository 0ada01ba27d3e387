namespace Aura;

/// <summary>
/// Runs a future step by step. It keeps nothing between steps: all that it needs is in the states, so that another process can go on where
/// one has died. It is registered by name as a keyed service.
/// </summary>
public interface ISimulation
{
    /// <summary>Says what the future's next state is; null if it has come to its end. The step may be asked for again after a crash.</summary>
    ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken);
}
