namespace Aura.Engine;

/// <summary>How a speculation reaches its agent's branches, wherever they are.</summary>
public interface ISpeculationHost
{
    /// <summary>A branch of the agent.</summary>
    IBranch Branch(string agent, string branch);

    /// <summary>
    /// Goes on with a future for as long as suits the host, and says how it stands; it is asked again while that is
    /// <see cref="FutureStatus.Running"/>.
    /// </summary>
    /// <param name="order">The future.</param>
    /// <param name="cancellationToken">No further step is wanted; the future stays as it is.</param>
    ValueTask<FutureInfo> AdvanceAsync(FutureOrder order, CancellationToken cancellationToken);
}
