namespace Aura;

/// <summary>How well what an agent foretold matched what came.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Confidence">The stated confidence of states beside the score of the first outcome after them on their line.</param>
/// <param name="Predictions">The predicted scores of counterfactuals beside those of the outcomes of the branches they were tried on.</param>
public sealed record Calibration(string Agent, Reliability Confidence, Reliability Predictions);
