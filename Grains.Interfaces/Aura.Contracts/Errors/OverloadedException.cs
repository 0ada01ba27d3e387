namespace Aura;

/// <summary>Too many calls wait already, so this one was refused before it began. Nothing was stored; the same call may succeed later.</summary>
public sealed class OverloadedException(string message) : AuraException(message);
