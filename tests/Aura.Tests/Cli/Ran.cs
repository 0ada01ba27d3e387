namespace Aura.Tests.Cli;

/// <summary>What a command did.</summary>
public sealed record Ran(int Code, string Output, string Error);
