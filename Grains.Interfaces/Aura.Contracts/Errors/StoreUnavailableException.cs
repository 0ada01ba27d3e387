namespace Aura;

/// <summary>The store is out of reach for now. A write that was under way may or may not have been committed.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : StoreException(message, innerException);
