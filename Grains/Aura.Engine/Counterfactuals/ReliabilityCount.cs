namespace Aura.Engine;

/// <summary>Counts pairs of a probability and an outcome, both in [0, 1].</summary>
internal sealed class ReliabilityCount
{
    private const int Bins = 10;

    private readonly (Mean Predicted, Mean Outcome)[] _bins = new (Mean, Mean)[Bins];
    private Mean _squares;
    private Mean _outcomes;

    /// <summary>Takes one more pair.</summary>
    public void Add(double predicted, double outcome)
    {
        ref var bin = ref _bins[Math.Min((int)(predicted * Bins), Bins - 1)];
        bin.Predicted.Add(predicted);
        bin.Outcome.Add(outcome);
        _squares.Add((predicted - outcome) * (predicted - outcome));
        _outcomes.Add(outcome);
    }

    /// <summary>What they come to.</summary>
    public Reliability Result() => new()
    {
        Count = _outcomes.Count,
        Brier = _squares.Value,
        BaseRate = _outcomes.Value,
        Bins = _bins.Index().Where(b => b.Item.Predicted.Count > 0).Select(b => new ReliabilityBin(
            (double)b.Index / Bins, (double)(b.Index + 1) / Bins, b.Item.Predicted.Count, b.Item.Predicted.Value!.Value, b.Item.Outcome.Value!.Value)).ToArray(),
    };
}
