namespace Aura.Cli;

/// <summary>How many memories were erased, as JSON says it.</summary>
internal sealed record ForgottenReport(string Fabric, long Forgotten);
