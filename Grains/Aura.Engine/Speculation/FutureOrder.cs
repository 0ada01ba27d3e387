namespace Aura.Engine;

/// <summary>What whoever runs a future must know.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Speculation">The speculation's name.</param>
/// <param name="Id">The state by which the speculation began.</param>
/// <param name="Future">The future.</param>
/// <param name="Budget">What it may use up.</param>
/// <param name="Deadline">When its time is up: UTC; null if it has no end.</param>
public sealed record FutureOrder(
    string Agent, string Speculation, StateId Id, FutureRequest Future, SpeculationBudget Budget, DateTimeOffset? Deadline)
{
    /// <summary>The future's branch.</summary>
    public string Branch => BranchNames.OfFuture(Speculation, Future.Name);
}
