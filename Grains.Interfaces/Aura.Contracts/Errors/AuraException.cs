namespace Aura;

/// <summary>The base of all errors that Aura reports on purpose. The message is one sentence for a person.</summary>
public class AuraException(string message, Exception? innerException = null) : Exception(message, innerException);
