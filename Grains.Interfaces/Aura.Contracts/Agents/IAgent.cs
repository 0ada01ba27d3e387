namespace Aura;

/// <summary>An agent: its main line, its branches, and the causal graph around its states.</summary>
public interface IAgent : IBranch
{
    /// <summary>Opens a branch at the head or at any older state: one row, whatever the history's length.</summary>
    /// <exception cref="InvalidInputException">The name is taken or not allowed, or the state is not this agent's.</exception>
    ValueTask<BranchInfo> CreateBranchAsync(CreateBranchRequest request, CancellationToken cancellationToken = default);

    /// <summary>All branches, <c>main</c> first, then by name. Empty if the agent has no state.</summary>
    ValueTask<IReadOnlyList<BranchInfo>> ListBranchesAsync(CancellationToken cancellationToken = default);

    /// <summary>The causal graph upward from a state of any agent; from the head of <c>main</c> if none is named.</summary>
    /// <exception cref="NotFoundException">There is no such state.</exception>
    ValueTask<CausalGraph> WhyAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>The causal graph downward from a state of any agent; from the head of <c>main</c> if none is named.</summary>
    /// <exception cref="NotFoundException">There is no such state.</exception>
    ValueTask<CausalGraph> EffectsAsync(StateId? state = null, CausalQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>The shortest causal chain from one state to a later one, each of any agent; no nodes if there is none.</summary>
    /// <exception cref="NotFoundException">One of the states does not exist.</exception>
    ValueTask<CausalGraph> PathAsync(StateId from, StateId to, CausalQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>How the branches leave each other and meet again.</summary>
    ValueTask<BranchGraph> BranchGraphAsync(CancellationToken cancellationToken = default);

    /// <summary>How the content of one state, of any agent, differs from another's.</summary>
    /// <exception cref="NotFoundException">One of the states does not exist, or its content was erased.</exception>
    ValueTask<StateDiff> DiffAsync(StateId from, StateId to, CancellationToken cancellationToken = default);

    /// <summary>Opens a branch where a choice was made and takes, as its first own state, what could have been done instead.</summary>
    /// <exception cref="NotFoundException">This agent has no such state, or the state no such counterfactual.</exception>
    /// <exception cref="InvalidInputException">The branch's name is taken or not allowed, or nothing lies before the choice.</exception>
    ValueTask<WhatIf> WhatIfAsync(WhatIfRequest request, CancellationToken cancellationToken = default);

    /// <summary>All counterfactuals that were tried: what was predicted of them beside what came of them.</summary>
    ValueTask<IReadOnlyList<WhatIf>> ListWhatIfsAsync(CancellationToken cancellationToken = default);

    /// <summary>How well stated confidence and predicted scores matched outcomes.</summary>
    ValueTask<Calibration> CalibrateAsync(CancellationToken cancellationToken = default);

    /// <summary>All speculations, by name.</summary>
    ValueTask<IReadOnlyList<SpeculationInfo>> ListSpeculationsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Thinks with a fabric's memories, and records the thought as the next state of <c>main</c>, caused by the states that the selected memories
    /// came from. The memories are strengthened by being thought of, even where the state cannot be saved then.
    /// </summary>
    /// <exception cref="InvalidInputException">The request breaks a rule.</exception>
    /// <exception cref="NotFoundException">There is no such fabric.</exception>
    ValueTask<Thought> ThinkAsync(string fabric, ThinkRequest request, CancellationToken cancellationToken = default);

    /// <summary>Streams all states and branches of this agent, each after what it follows.</summary>
    IAsyncEnumerable<ExportRecord> ExportAsync(CancellationToken cancellationToken = default);

    /// <summary>Erases the content of one state of this agent for good. Its digest stays, so that the history still verifies.</summary>
    /// <exception cref="NotFoundException">This agent has no such state.</exception>
    ValueTask ErasePayloadAsync(StateId state, CancellationToken cancellationToken = default);

    /// <summary>Erases all states and branches of this agent for good and leaves one record that it was done.</summary>
    /// <exception cref="NotFoundException">The agent has no state.</exception>
    ValueTask<ErasureRecord> EraseAsync(CancellationToken cancellationToken = default);
}
