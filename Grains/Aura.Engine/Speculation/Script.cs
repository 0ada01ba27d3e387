namespace Aura.Engine;

/// <summary>A script's arguments: the states that it saves, one after the other.</summary>
internal sealed record Script(IReadOnlyList<ScriptStep> Steps);

/// <summary>One state of a script.</summary>
internal sealed record ScriptStep
{
    /// <summary>The content.</summary>
    public required Payload Payload { get; init; }

    /// <summary>The type; that of an agent's memory if null.</summary>
    public string? Type { get; init; }

    /// <summary>How sure the agent is, in [0, 1].</summary>
    public double? Confidence { get; init; }

    /// <summary>What it costs, in joules.</summary>
    public double EnergyCost { get; init; }

    /// <summary>The reasons: labels, or links like <c>state:ID</c>.</summary>
    public IReadOnlyList<Cause>? Causes { get; init; }

    /// <summary>What is to be saved.</summary>
    public SaveRequest ToRequest() => new()
    {
        Payload = Payload,
        Type = Type!,
        Context = new CausalContext { Causes = Causes!, Confidence = Confidence, EnergyCost = EnergyCost },
    };
}
