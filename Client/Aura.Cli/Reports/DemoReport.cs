namespace Aura.Cli;

/// <summary>The demonstration's story, as JSON says it.</summary>
internal sealed record DemoReport(string Store, string Agent, string Branch, string Outcome, string Alternative, IReadOnlyList<string> Commands);
