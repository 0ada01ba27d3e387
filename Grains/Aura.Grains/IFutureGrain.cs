namespace Aura.Grains;

/// <summary>A branch's grain as the speculation sees it whose future it is: the future runs beside its states.</summary>
[Alias("aura.branch.future")]
internal interface IFutureGrain : IGrainWithStringKey
{
    /// <summary>Goes on with the future for about a second, and says how it stands.</summary>
    /// <param name="speculation">The speculation's name.</param>
    /// <param name="id">The state by which it began.</param>
    /// <param name="future">The future.</param>
    /// <param name="budget">What it may use up.</param>
    /// <param name="deadline">When its time is up: UTC; null if it has no end.</param>
    /// <param name="cancellationToken">No further step is wanted.</param>
    ValueTask<FutureInfo> AdvanceAsync(
        string speculation, StateId id, FutureRequest future, SpeculationBudget budget, DateTimeOffset? deadline, CancellationToken cancellationToken);
}
