namespace Aura;

/// <summary>The store could not do what was asked: it is out of reach, refuses, or is no Aura store.</summary>
public class StoreException(string message, Exception? innerException = null) : AuraException(message, innerException);
