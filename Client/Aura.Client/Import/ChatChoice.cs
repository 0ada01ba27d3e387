using System.Text.Json;

namespace Aura.Client;

/// <summary>The decision of a run that was imported from a chat trace at which it could have gone another way.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="IsFound">Whether a call of it shows that it went wrong. Otherwise nobody can know which one did, and this is merely the last.</param>
public sealed record ChatChoice(AgentState Decision, bool IsFound)
{
    /// <summary>The name of the counterfactual of a run's outcome that holds the calls that would have been right.</summary>
    public const string Counterfactual = ChatOutcome.Expected;

    // The first words of names of tools that only look something up.
    private static readonly HashSet<string> LookUps = new(
    [
        "calculate", "check", "compute", "count", "describe", "fetch", "find", "get", "list",
        "lookup", "query", "read", "retrieve", "search", "show", "think", "view",
    ],
    StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Finds the first decision of the outcome's line that calls a tool which is missing from the run with other arguments than any that were
    /// expected, or that makes a call which is none of the expected ones and is not a mere look-up. Where there is none, the last decision
    /// before the outcome is assumed; null if there is none at all.
    /// </summary>
    /// <remarks>
    /// What a look-up is, is a guess from its name: one whose first word is like <c>get</c>, <c>list</c>, <c>search</c>, <c>find</c>,
    /// <c>calculate</c> or <c>think</c>. A tool of such a name that changes something is passed over, and a look-up of another name is not.
    /// </remarks>
    /// <param name="aura">Where the run is.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<ChatChoice?> FindAsync(IAura aura, AgentState outcome, CancellationToken cancellationToken = default)
    {
        using var expected = outcome.Context.Counterfactuals.GetValueOrDefault(Counterfactual)?.Value.Open();
        var actions = expected is null ? [] : ChatAction.ReadAll(expected.RootElement);
        var missing = outcome.Context.Effects.Where(e => e.StartsWith(ChatOutcome.MissingPrefix, StringComparison.Ordinal)).ToHashSet();
        var decisions = new HistoryRequest { Type = StateTypes.Decision, ToVersion = outcome.Version - 1 };
        AgentState? last = null;
        await foreach (var decision in aura.Branch(outcome.Agent, outcome.Branch).HistoryAsync(decisions, cancellationToken))
        {
            if (WentWrong(decision, missing, actions, isKnown: expected is not null)) return new ChatChoice(decision, IsFound: true);
            last = decision;
        }
        return last is null ? null : new ChatChoice(last, IsFound: false);
    }

    private static bool WentWrong(AgentState decision, HashSet<string> missing, IReadOnlyList<ChatAction> actions, bool isKnown)
    {
        if (decision.Payload is null) return false;
        using var message = decision.Payload.Open();
        return message.RootElement.ValueKind == JsonValueKind.Object && ChatCall.ReadAll(message.RootElement).Any(call =>
            (IsMissing(call.Name) || isKnown && !IsLookUp(call.Name)) && !actions.Any(action => action.IsMadeBy(call)));

        bool IsMissing(string tool) => missing.Contains(ChatText.Label(ChatOutcome.MissingPrefix, tool, Rules.MaxLabel));
    }

    // The first word of get_user, get-user and getUser is get.
    private static bool IsLookUp(string tool)
    {
        var end = 1;
        while (end < tool.Length && char.IsAsciiLetterLower(tool[end])) end++;
        return LookUps.Contains(tool[..end]);
    }
}
