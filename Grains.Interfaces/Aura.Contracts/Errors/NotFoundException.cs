namespace Aura;

/// <summary>Something that was named does not exist.</summary>
public sealed class NotFoundException(string message) : AuraException(message);
