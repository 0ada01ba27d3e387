namespace Aura;

/// <summary>
/// Several futures of one agent side by side, of which the best is promoted. It is kept in the store: whoever asks for it after the process
/// that ran it has died finds it where it stood, and it goes on or ends. Its name has at most 188 characters and no slash.
/// </summary>
public interface ISpeculation
{
    /// <summary>Starts it. Started again under the same name, it answers as it stands, whatever the request says.</summary>
    /// <exception cref="InvalidInputException">The request makes no sense; nothing was stored.</exception>
    ValueTask<SpeculationInfo> StartAsync(SpeculationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Says how it stands.</summary>
    /// <exception cref="NotFoundException">The agent has no speculation of that name.</exception>
    ValueTask<SpeculationInfo> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until it has ended, but not longer than <paramref name="atMost"/>, and says how it stands. It may return earlier, in a cluster after
    /// some seconds: ask again until <see cref="SpeculationInfo.HasEnded"/>.
    /// </summary>
    /// <exception cref="NotFoundException">The agent has no speculation of that name.</exception>
    ValueTask<SpeculationInfo> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken = default);

    /// <summary>Gives a driver from outside the only right to go on with a future for a while, or renews it.</summary>
    /// <exception cref="InvalidInputException">The future is not driven from outside, has ended, or another driver's lease has not.</exception>
    ValueTask<FutureLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Saves a driver's next state of a future.</summary>
    /// <exception cref="InvalidInputException">The lease is not, or no longer, the future's; or the future has ended.</exception>
    ValueTask<AgentState> SaveAsync(string future, string lease, SaveRequest request, CancellationToken cancellationToken = default);

    /// <summary>Says that a driver's future has come to its end.</summary>
    /// <exception cref="InvalidInputException">The lease is not, or no longer, the future's; or the future has ended.</exception>
    ValueTask<SpeculationInfo> FinishAsync(string future, string lease, CancellationToken cancellationToken = default);

    /// <summary>Ends it without a winner, unless it has one already. What its futures came to stays on their branches.</summary>
    /// <exception cref="NotFoundException">The agent has no speculation of that name.</exception>
    ValueTask<SpeculationInfo> CancelAsync(CancellationToken cancellationToken = default);
}
