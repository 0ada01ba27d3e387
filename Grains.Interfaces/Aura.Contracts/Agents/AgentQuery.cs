namespace Aura;

/// <summary>Which agents to list, by name.</summary>
public sealed record AgentQuery
{
    /// <summary>Only names that begin with this text.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only names after this one, in order of their UTF-8 bytes.</summary>
    public string? After { get; init; }

    /// <summary>The most agents.</summary>
    public int? Limit { get; init; }
}
