using Aura.Engine;

namespace Aura.Client;

/// <summary>
/// Turns the messages of one run into states of one agent, each with its causes. Every state's operation id is its place in the run, so
/// that what is there already is found again and never stored twice.
/// </summary>
internal sealed class ChatRunWriter
{
    private const string OperationPrefix = "chat:";
    private const string OutcomeOperation = OperationPrefix + "outcome";
    private const string SystemPrompt = "system_prompt";

    private readonly IAgent _agent;
    private readonly ChatImportTally _tally;
    private readonly Dictionary<string, (StateId Id, Digest Payload)> _known = [];
    private readonly Dictionary<string, StateId> _calls = [];
    private readonly List<StateId> _results = [];
    private StateId? _user;
    private StateId? _decision;
    private long _index;

    private ChatRunWriter(IAgent agent, ChatImportTally tally) => (_agent, _tally) = (agent, tally);

    /// <summary>Begins a run, or goes on with one that was stored in part.</summary>
    public static async ValueTask<ChatRunWriter> OpenAsync(IAgent agent, ChatImportTally tally, CancellationToken cancellationToken)
    {
        var writer = new ChatRunWriter(agent, tally);
        await foreach (var state in agent.HistoryAsync(null, cancellationToken))
        {
            if (state.OperationId is { } operation && operation.StartsWith(OperationPrefix, StringComparison.Ordinal))
                writer._known[operation] = (state.Id, state.PayloadDigest);
        }
        return writer;
    }

    /// <summary>Saves the next message.</summary>
    public async ValueTask AddAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        var id = await SaveAsync($"{OperationPrefix}{_index++}", RequestFor(message), cancellationToken);
        switch (message.Role)
        {
            case ChatRole.User:
                _user = id;
                break;
            case ChatRole.Tool:
                _results.Add(id);
                break;
            case ChatRole.Assistant:
                _decision = id;
                _results.Clear();
                foreach (var call in message.Calls)
                {
                    if (call.Id is not null) _calls[call.Id] = id;
                }
                break;
        }
    }

    /// <summary>Saves how the run ended.</summary>
    public async ValueTask EndAsync(ChatOutcome outcome, CancellationToken cancellationToken)
    {
        var request = new SaveRequest
        {
            Type = StateTypes.Outcome,
            Source = StateSource.Input,
            Payload = outcome.Payload,
            Context = new CausalContext
            {
                Causes = _decision is { } decision ? [decision] : [],
                Effects = Labels(ChatOutcome.MissingPrefix, outcome.Missing),
                Counterfactuals = outcome.ExpectedActions is null
                    ? CausalContext.Empty.Counterfactuals
                    : new Dictionary<string, Counterfactual> { [ChatOutcome.Expected] = outcome.ExpectedActions },
            },
        };
        await SaveAsync(OutcomeOperation, request, cancellationToken);
    }

    private async ValueTask<StateId> SaveAsync(string operation, SaveRequest request, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(operation, out var known))
        {
            _tally.AddKnown(differs: known.Payload != Digest.Of(request.Payload.Utf8.Span));
            return known.Id;
        }
        var state = await _agent.SaveAsync(request with { OperationId = operation }, cancellationToken);
        _tally.AddNew();
        return state.Id;
    }

    private SaveRequest RequestFor(ChatMessage message) => message.Role == ChatRole.Assistant
        ? new SaveRequest
        {
            Type = StateTypes.Decision,
            Source = StateSource.Loop,
            Payload = message.Payload,
            Context = new CausalContext { Causes = CausesOfDecision(), Effects = Labels("call:", message.Calls.Select(c => c.Name)) },
        }
        : new SaveRequest
        {
            Type = StateTypes.Observation,
            Source = StateSource.Input,
            Payload = message.Payload,
            Context = message.Role switch
            {
                ChatRole.System => new CausalContext { Causes = [SystemPrompt] },
                ChatRole.Tool when CallOf(message) is { } call => new CausalContext { Causes = [call] },
                _ => CausalContext.Empty,
            },
        };

    private List<Cause> CausesOfDecision()
    {
        var causes = new List<Cause>();
        if (_user is { } user) causes.Add(user);
        // A state has room for so many; the latest results are the ones that the model saw last.
        foreach (var result in _results.TakeLast(Rules.MaxContextItems - causes.Count)) causes.Add(result);
        return causes;
    }

    private StateId? CallOf(ChatMessage result) =>
        result.AnswersCall is { } id && _calls.TryGetValue(id, out var decision) ? decision : _decision;

    private static string[] Labels(string prefix, IEnumerable<string> names) =>
        [.. names.Take(Rules.MaxContextItems).Select(name => ChatText.Label(prefix, name, Rules.MaxLabel))];
}
