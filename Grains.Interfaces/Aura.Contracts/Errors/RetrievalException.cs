namespace Aura;

/// <summary>A retrieval failed or took too long. Nothing was stored.</summary>
public sealed class RetrievalException(string message, Exception? innerException = null) : AuraException(message, innerException);
