namespace Aura.Tests.Models;

/// <summary>What a random step does.</summary>
public enum StepKind
{
    /// <summary>Saves a state, or is refused.</summary>
    Save,

    /// <summary>Opens a branch, or is refused.</summary>
    Branch,

    /// <summary>Sets the clock on or back.</summary>
    SetClock,

    /// <summary>Forgets what is in memory.</summary>
    Reopen,

    /// <summary>Loads a state in one of all ways.</summary>
    Load,

    /// <summary>Reads a history.</summary>
    History,
}
