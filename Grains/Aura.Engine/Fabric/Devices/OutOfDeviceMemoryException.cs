namespace Aura.Engine;

/// <summary>A device has no room for what it was to hold.</summary>
public sealed class OutOfDeviceMemoryException(string message, Exception? innerException = null) : AuraException(message, innerException);
