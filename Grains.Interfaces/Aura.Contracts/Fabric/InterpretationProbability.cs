namespace Aura;

/// <summary>How probable an interpretation is in the light of a context.</summary>
public sealed record InterpretationProbability(string Label, double Probability);
