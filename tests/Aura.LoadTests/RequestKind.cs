namespace Aura.LoadTests;

/// <summary>What a client asks for.</summary>
internal enum RequestKind
{
    /// <summary>Saves a state, under an operation id.</summary>
    Save,

    /// <summary>Loads an agent's head.</summary>
    Load,

    /// <summary>Asks why an agent's head came to be, some steps deep.</summary>
    Why,
}
