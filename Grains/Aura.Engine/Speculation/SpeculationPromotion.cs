using System.Text.Json.Nodes;

namespace Aura.Engine;

/// <summary>
/// The one state by which a speculation's winner is taken over, with the others as its counterfactuals. The operation id makes it one,
/// however often and by however many it is tried.
/// </summary>
internal sealed class SpeculationPromotion(EngineServices services, SpeculationLog log)
{
    private const int LargestValue = 64 << 10;

    private readonly SpeculationDecided _decided = log.Decision!.Value.Event;

    /// <summary>Promotes the winner, or says why it cannot be.</summary>
    public async ValueTask<SpeculationEnded> PromoteAsync(IBranch line, CancellationToken cancellationToken)
    {
        var operation = SpeculationLog.BranchOf(log.Name);
        var winner = _decided.Futures.Single(f => f.Name == _decided.Winner);
        try
        {
            var promoted = await line.PromoteAsync(new PromoteRequest
            {
                Branch = winner.Branch,
                // What somebody has added to it since was not judged.
                Head = winner.Head,
                OperationId = operation,
                Context = new CausalContext
                {
                    Causes = [Cause.Of(operation), Cause.Of(log.Decision!.Value.State)],
                    Counterfactuals = await LosersAsync(cancellationToken),
                },
            }, cancellationToken);
            return new SpeculationEnded(promoted.Id);
        }
        catch (Exception e) when (e is InvalidInputException or NotFoundException)
        {
            // It may be refused because another process has just done it.
            var done = await services.Store.ReadOperationAsync(log.Agent, log.Request!.Branch, operation, cancellationToken);
            return new SpeculationEnded(done?.Id, done is null ? $"It could not be promoted: {FutureRunner.Shorten(e.Message)}" : null);
        }
    }

    private async ValueTask<Dictionary<string, Counterfactual>> LosersAsync(CancellationToken cancellationToken)
    {
        var losers = _decided.Futures.Where(f => f.Name != _decided.Winner).ToArray();
        var heads = losers.Where(f => f.States > 0).Select(f => f.Head).ToArray();
        var states = (await services.Store.ReadStatesAsync(heads, cancellationToken)).ToDictionary(s => s.Id);
        var small = states.Values.Where(s => s.Payload?.Length <= LargestValue).Sum(s => (long)s.Payload!.Length);
        var largest = small <= services.Options.MaxPayloadBytes / 2 ? LargestValue : 0;
        return losers.ToDictionary(f => f.Name, f => new Counterfactual
        {
            Value = ValueOf(f),
            Kind = CounterfactualKind.Replayed,
            Score = f.Score,
            Branch = f.Branch,
        });

        Payload ValueOf(FutureInfo future)
        {
            if (future.States == 0) return Payload.Null;
            return states.GetValueOrDefault(future.Head)?.Payload is { } payload && payload.Length <= largest
                ? payload
                : new JsonObject { ["state"] = $"{future.Head}" };
        }
    }
}
