namespace Aura.Engine;

/// <summary>What became of one state of a batch.</summary>
public enum AppendOutcome
{
    /// <summary>It is committed.</summary>
    Appended,

    /// <summary>Its id or its operation id was there before.</summary>
    Duplicate,

    /// <summary>The state that it was to follow is not the last one of the line.</summary>
    Conflict,

    /// <summary>It links to a state that does not exist.</summary>
    UnknownLink,
}
