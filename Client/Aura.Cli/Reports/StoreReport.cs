namespace Aura.Cli;

/// <summary>A store that is ready, as JSON says it.</summary>
internal sealed record StoreReport(string Store, bool Created);
