namespace Aura.Cli;

/// <summary>What an export wrote, as JSON says it.</summary>
internal sealed record ExportReport(string File, long Records);
