namespace Aura;

/// <summary>The types of state that Aura knows by name; callers may use names of their own.</summary>
public static class StateTypes
{
    /// <summary>What the agent holds in mind: the default.</summary>
    public const string AgentMemory = "agent-memory";

    /// <summary>The agent chose to do something.</summary>
    public const string Decision = "decision";

    /// <summary>The agent learnt something from outside.</summary>
    public const string Observation = "observation";

    /// <summary>How a task or a run ended.</summary>
    public const string Outcome = "outcome";

    /// <summary>What was learnt from a branch that was given up.</summary>
    public const string Lesson = "lesson";

    /// <summary>The result of thinking with memory.</summary>
    public const string Thought = "thought";

    /// <summary>What happened to a speculation: on its own branch, written by the engine.</summary>
    public const string Speculation = "speculation";

    /// <summary>The weights of a model.</summary>
    public const string NeuralCheckpoint = "neural-checkpoint";

    /// <summary>A computed topology, such as a persistence diagram.</summary>
    public const string Topology = "topology";
}
