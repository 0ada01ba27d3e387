namespace Aura.Tests.Properties;

/// <summary>A line as a list: all its states, those of its ancestors too.</summary>
public sealed class ModelLine(string agent, string branch, IEnumerable<AgentState> inherited)
{
    public string Agent => agent;

    public string Branch => branch;

    public List<AgentState> States { get; } = [.. inherited];

    /// <summary>Somebody else wrote to it since this process last looked.</summary>
    public bool Stale { get; set; }

    public bool IsDiscarded => States.LastOrDefault() is { Source: StateSource.Discard } last && last.Branch == branch;

    public long Version => States.Count;

    public AgentState? Operation(string id) => States.SingleOrDefault(s => s.Branch == branch && s.OperationId == id);

    public AgentState? Last(Func<AgentState, bool> fits) => States.LastOrDefault(fits);
}
