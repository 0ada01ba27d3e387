namespace Aura.Engine;

/// <summary>
/// Compares what an agent foretold with what came. Each branch's own states are read once, newest first and page by page, so that the
/// outcome that follows a state is known before the state is met.
/// </summary>
internal sealed class Calibrator(ICausalStore store, string agent)
{
    private readonly ReliabilityCount _confidence = new();
    private readonly ReliabilityCount _predictions = new();
    private readonly Dictionary<string, double> _lastScores = new(StringComparer.Ordinal);
    private readonly List<(string Branch, double Score)> _replayed = [];

    /// <summary>Reads all lines.</summary>
    public async ValueTask<Calibration> RunAsync(IReadOnlyList<BranchInfo> branches, CancellationToken cancellationToken)
    {
        foreach (var branch in branches) await AddAsync(branch, cancellationToken);
        foreach (var (branch, score) in _replayed)
        {
            if (_lastScores.TryGetValue(branch, out var realised)) _predictions.Add(score, realised);
        }
        foreach (var tried in await new WhatIfReader(store, agent).ReadAsync(branches, cancellationToken))
        {
            if (tried is { Predicted: { } predicted, Realised: { } realised } && IsProbability(predicted) && IsProbability(realised))
                _predictions.Add(predicted, realised);
        }
        return new Calibration(agent, _confidence.Result(), _predictions.Result());
    }

    private async ValueTask AddAsync(BranchInfo branch, CancellationToken cancellationToken)
    {
        var own = new LineSegment(branch.Name, branch.ForkVersion + 1, branch.HeadVersion);
        var (met, next) = (false, (double?)null);
        await foreach (var page in new HistoryPages(store, agent).ReadAsync(own, null, descending: true, cancellationToken))
        {
            foreach (var state in page)
            {
                if (OutcomeScore.IsOutcome(state))
                {
                    next = OutcomeScore.Of(state) is { } score && IsProbability(score) ? score : null;
                    if (!met && next is { } last) _lastScores[branch.Name] = last;
                    met = true;
                }
                else if (next is { } outcome && state.Type != StateTypes.Outcome && state.Context.Confidence is { } stated)
                {
                    _confidence.Add(stated, outcome);
                }
                foreach (var instead in state.Context.Counterfactuals.Values)
                {
                    if (instead is { Kind: CounterfactualKind.Replayed, Branch: { } tried, Score: { } foretold } && IsProbability(foretold))
                        _replayed.Add((tried, foretold));
                }
            }
        }
    }

    private static bool IsProbability(double value) => value is >= 0 and <= 1;
}
