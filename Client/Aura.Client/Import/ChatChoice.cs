using System.Text.Json;

namespace Aura.Client;

/// <summary>Finds, in a run that was imported from a chat trace, the decision that went wrong.</summary>
public static class ChatChoice
{
    /// <summary>The name of the counterfactual of a run's outcome that holds the calls that would have been right.</summary>
    public const string Counterfactual = ChatOutcome.Expected;

    /// <summary>
    /// The first decision of the outcome's line that calls a tool which is missing from the run with other arguments than any that were
    /// expected. Where there is none, nobody can know which decision it was: then the last one before the outcome, or null if there is none.
    /// </summary>
    /// <param name="aura">Where the run is.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<AgentState?> FindAsync(IAura aura, AgentState outcome, CancellationToken cancellationToken = default)
    {
        using var expected = outcome.Context.Counterfactuals.GetValueOrDefault(Counterfactual)?.Value.Open();
        var actions = expected is null ? [] : ChatAction.ReadAll(expected.RootElement);
        var missing = outcome.Context.Effects.Where(e => e.StartsWith(ChatOutcome.MissingPrefix, StringComparison.Ordinal)).ToHashSet();
        var decisions = new HistoryRequest { Type = StateTypes.Decision, ToVersion = outcome.Version - 1 };
        AgentState? last = null;
        await foreach (var decision in aura.Branch(outcome.Agent, outcome.Branch).HistoryAsync(decisions, cancellationToken))
        {
            if (WentWrong(decision, missing, actions)) return decision;
            last = decision;
        }
        return last;
    }

    private static bool WentWrong(AgentState decision, HashSet<string> missing, IReadOnlyList<ChatAction> actions)
    {
        if (decision.Payload is null) return false;
        using var message = decision.Payload.Open();
        return message.RootElement.ValueKind == JsonValueKind.Object && ChatCall.ReadAll(message.RootElement).Any(call =>
            missing.Contains(ChatText.Label(ChatOutcome.MissingPrefix, call.Name, Rules.MaxLabel)) && !actions.Any(action => action.IsMadeBy(call)));
    }
}
