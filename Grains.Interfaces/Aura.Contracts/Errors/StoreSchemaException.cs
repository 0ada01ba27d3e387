namespace Aura;

/// <summary>A store's schema is not one that this version of Aura can use.</summary>
public sealed class StoreSchemaException(string message) : StoreException(message);
