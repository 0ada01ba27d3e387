namespace Aura;

/// <summary>There is no place for a fabric now, so that the call was refused before it began. The same call may succeed later.</summary>
public sealed class FabricUnavailableException(string message) : AuraException(message);
