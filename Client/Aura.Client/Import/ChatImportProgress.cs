namespace Aura.Client;

/// <summary>How far an import is.</summary>
/// <param name="Checking">Whether the file is still being checked; nothing is stored before that is done.</param>
/// <param name="Bytes">How many bytes of the file were read in this pass.</param>
/// <param name="TotalBytes">The file's length; null if it cannot be known.</param>
/// <param name="Runs">Runs that are done in this pass.</param>
/// <param name="States">States that are done in this pass, added or known.</param>
/// <param name="TotalStates">States that there will be; null before the file was checked.</param>
public readonly record struct ChatImportProgress(bool Checking, long Bytes, long? TotalBytes, long Runs, long States, long? TotalStates);
