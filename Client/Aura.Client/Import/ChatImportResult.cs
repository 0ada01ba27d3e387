namespace Aura.Client;

/// <summary>What an import did.</summary>
public sealed record ChatImportResult
{
    /// <summary>Runs in the file, each an agent.</summary>
    public required long Runs { get; init; }

    /// <summary>States that the file makes.</summary>
    public required long States { get; init; }

    /// <summary>States that were stored now.</summary>
    public required long Added { get; init; }

    /// <summary>States that an earlier import had stored.</summary>
    public required long Known { get; init; }

    /// <summary>Known states whose content is not what the file says now. They were left as they are.</summary>
    public required long Differing { get; init; }
}
