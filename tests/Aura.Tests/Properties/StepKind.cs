namespace Aura.Tests.Properties;

/// <summary>What a step of a random history does.</summary>
public enum StepKind
{
    /// <summary>Saves.</summary>
    Save,

    /// <summary>Saves through another way in to the same store.</summary>
    SaveElsewhere,

    /// <summary>Saves and names a version, right or wrong.</summary>
    SaveExpecting,

    /// <summary>Saves one of a few operations, perhaps again.</summary>
    SaveOperation,

    /// <summary>Opens a branch at any state.</summary>
    Fork,

    /// <summary>Takes over what a branch has come to.</summary>
    Promote,

    /// <summary>Merges a state of any line.</summary>
    Merge,

    /// <summary>Goes back to an older state.</summary>
    Revert,

    /// <summary>Gives a branch up.</summary>
    Discard,

    /// <summary>Asks why the head came to be.</summary>
    Why,

    /// <summary>Loads the head, or the last of a type.</summary>
    Load,

    /// <summary>Loads by version.</summary>
    LoadVersion,

    /// <summary>Loads by id.</summary>
    LoadId,

    /// <summary>Loads as of the time it was stored.</summary>
    LoadRecorded,

    /// <summary>Loads as of the time it happened.</summary>
    LoadOccurred,

    /// <summary>Reads a part of the history.</summary>
    History,

    /// <summary>Erases a payload.</summary>
    Erase,

    /// <summary>Sets the clock, perhaps back.</summary>
    Clock,

    /// <summary>Stops and starts again.</summary>
    Restart,
}
