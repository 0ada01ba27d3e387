namespace Aura.Tests.Models;

/// <summary>An agent as plainly as can be: each branch is a list of all states that it can see, copied where it was forked.</summary>
public sealed class AgentModel
{
    private readonly Dictionary<string, List<AgentState>> _branches = new() { ["main"] = [] };

    /// <summary>The branches, in the order they were opened.</summary>
    public List<string> Branches { get; } = ["main"];

    /// <summary>All states that were saved.</summary>
    public List<AgentState> States { get; } = [];

    /// <summary>What can be seen from a branch, oldest first.</summary>
    public IReadOnlyList<AgentState> Line(string branch) => _branches[branch];

    /// <summary>The state that was saved on the branch itself with this operation id.</summary>
    public AgentState? Operation(string branch, string? operationId) =>
        operationId is null ? null : _branches[branch].FirstOrDefault(s => s.Branch == branch && s.OperationId == operationId);

    /// <summary>Takes a state that was saved.</summary>
    public void Add(AgentState state)
    {
        _branches[state.Branch].Add(state);
        States.Add(state);
    }

    /// <summary>Opens a branch; false if its name is taken.</summary>
    public bool Fork(string name, AgentState from)
    {
        if (_branches.ContainsKey(name)) return false;
        _branches.Add(name, [.. _branches[from.Branch].TakeWhile(s => s.Id != from.Id), from]);
        Branches.Add(name);
        return true;
    }
}
