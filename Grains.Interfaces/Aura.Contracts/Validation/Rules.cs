using System.Collections.Frozen;
using System.Collections.ObjectModel;

namespace Aura;

/// <summary>What a request may say. Each rule names the field, what was wrong with it and what is allowed.</summary>
public static partial class Rules
{
    /// <summary>The longest label of a cause or an effect, in UTF-16 code units.</summary>
    public const int MaxLabel = 1000;

    /// <summary>The most causes, effects and counterfactuals, each, of one state.</summary>
    public const int MaxContextItems = 1000;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(36_525);

    private static readonly FrozenSet<StateSource> CallersSources =
        [StateSource.Update, StateSource.Input, StateSource.Loop, StateSource.Migration];

    /// <summary>Checks a save and copies what the caller could still change.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static SaveRequest Save(SaveRequest? request, int maxPayloadBytes)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        if (request.Payload is null) throw new InvalidInputException("payload", "Payload is missing: it must be one JSON value.");
        if (request.Payload.Length > maxPayloadBytes)
        {
            throw new InvalidInputException(
                "payload", $"Payload has {request.Payload.Length:N0} bytes: at most {maxPayloadBytes:N0} are allowed.");
        }
        Names.Check("type", request.Type);
        if (!CallersSources.Contains(request.Source))
        {
            throw new InvalidInputException(
                "source", $"Source '{Spelled(request.Source)}' is not a caller's to give: update, input, loop and migration are.");
        }
        if (request.OperationId is not null) Names.Check("operationId", request.OperationId);
        if (request.ExpectedVersion < 0)
            throw new InvalidInputException("expectedVersion", $"Expected version {request.ExpectedVersion} is negative: it is 0 for an empty line.");
        return request with { Context = Context(request.Context, maxPayloadBytes) };
    }

    /// <summary>Checks which state a load names.</summary>
    /// <exception cref="InvalidInputException">It names more than one, or a type that cannot be.</exception>
    public static LoadRequest Load(LoadRequest request)
    {
        var named = (request.Version is null ? 0 : 1) + (request.Id is null ? 0 : 1)
            + (request.RecordedAt is null ? 0 : 1) + (request.OccurredAt is null ? 0 : 1);
        if (named > 1) throw new InvalidInputException("request", "A load names at most one of version, id, recordedAt and occurredAt.");
        if (request.Version < 1) throw new InvalidInputException("version", $"Version {request.Version} cannot be: versions begin at 1.");
        if (request.Type is not null) Names.Check("type", request.Type);
        return request;
    }

    /// <summary>Checks which part of a history is asked for.</summary>
    /// <exception cref="InvalidInputException">A limit or a type cannot be.</exception>
    public static HistoryRequest History(HistoryRequest request)
    {
        if (request.Limit < 0) throw new InvalidInputException("limit", $"Limit {request.Limit} is negative.");
        if (request.Type is not null) Names.Check("type", request.Type);
        return request;
    }

    /// <summary>Checks which agents are asked for.</summary>
    /// <exception cref="InvalidInputException">A limit cannot be, or a text no part of a name.</exception>
    public static AgentQuery Agents(AgentQuery query)
    {
        if (query.Limit < 0) throw new InvalidInputException("limit", $"Limit {query.Limit} is negative.");
        if (query.Prefix is { Length: > 0 }) Names.Check("prefix", query.Prefix);
        if (query.After is { Length: > 0 }) Names.Check("after", query.After);
        return query;
    }

    /// <summary>Checks how far a causal question reaches.</summary>
    /// <exception cref="InvalidInputException">A limit cannot be.</exception>
    public static CausalQuery Query(CausalQuery query)
    {
        if (query.Depth < 0) throw new InvalidInputException("depth", $"Depth {query.Depth} is negative.");
        if (query.MaxNodes is < 1 or > 100_000)
            throw new InvalidInputException("maxNodes", $"MaxNodes {query.MaxNodes} is out of range: 1 to 100,000 are allowed.");
        return query;
    }

    /// <summary>Checks a branch that is to be opened.</summary>
    /// <exception cref="InvalidInputException">Its name is not allowed, or it would never live, or as good as for ever.</exception>
    public static void CreateBranch(CreateBranchRequest request)
    {
        Names.Check("name", request.Name);
        if (request.TimeToLive is { } span && (span <= TimeSpan.Zero || span > LongestLife))
            throw new InvalidInputException("timeToLive", $"Time to live {span} is out of range: more than nothing and at most {LongestLife.TotalDays:N0} days are allowed.");
    }

    private static CausalContext Context(CausalContext? context, int maxBytes)
    {
        if (context is null) throw new InvalidInputException("context", "Context is missing.");
        if (ReferenceEquals(context, CausalContext.Empty)) return context;
        if (context.Causes is null || context.Effects is null || context.Counterfactuals is null)
            throw new InvalidInputException("context", "Context has no list where causes, effects and counterfactuals are: an empty one is allowed.");

        var causes = Copy("context.causes", context.Causes, FaultOf);
        var effects = Copy("context.effects", context.Effects, effect => Names.FaultOf(effect, MaxLabel) is { } fault ? ("", fault) : null);
        AtMost("context.counterfactuals", context.Counterfactuals.Count);
        var counterfactuals = context.Counterfactuals.Count == 0
            ? (IReadOnlyDictionary<string, Counterfactual>)ReadOnlyDictionary<string, Counterfactual>.Empty
            : context.Counterfactuals.ToDictionary(c => Names.Check("context.counterfactuals", c.Key), Checked, StringComparer.Ordinal);
        var bytes = counterfactuals.Count == 0 ? 0 : counterfactuals.Values.Sum(c => (long)c.Value.Length);
        if (bytes > maxBytes)
            throw new InvalidInputException("context.counterfactuals", $"Counterfactuals have {bytes:N0} bytes: at most {maxBytes:N0} are allowed.");
        if (!double.IsFinite(context.EnergyCost) || context.EnergyCost < 0)
            throw new InvalidInputException("context.energyCost", $"Energy cost {context.EnergyCost} is not a finite number of joules of at least 0.");
        return new CausalContext
        {
            Causes = causes,
            Effects = effects,
            Counterfactuals = counterfactuals,
            Confidence = Probability("context.confidence", context.Confidence),
            EnergyCost = context.EnergyCost + 0.0, // turns -0 into 0, which JSON readers may not tell apart
        };
    }

    // What is wrong with a cause: of which part of it, and the end of the sentence.
    private static (string Part, string Fault)? FaultOf(Cause? cause)
    {
        if (cause is null) return ("", "is missing.");
        if (cause.Label is null == cause.State is null) return ("", "must have either a label or a state.");
        if (cause.Label is not null)
        {
            if (Names.FaultOf(cause.Label, MaxLabel) is { } fault) return ("", fault);
            if (cause.Label.StartsWith(Cause.LinkPrefix, StringComparison.Ordinal))
                return ("", $"is the label '{cause.Label}': what begins with '{Cause.LinkPrefix}' is a link.");
        }
        if (!Enum.IsDefined(cause.Relation))
            return ("", $"has the unknown relation {(int)cause.Relation}: caused, enabled, prevented and no_effect are allowed.");
        return IsProbability(cause.Confidence) ? null : (".confidence", $"is {cause.Confidence}: it must lie in [0, 1].");
    }

    private static Counterfactual Checked(KeyValuePair<string, Counterfactual> named)
    {
        var (name, counterfactual) = named;
        var field = $"context.counterfactuals.{name}";
        if (counterfactual?.Value is null) throw new InvalidInputException(field, $"{field} has no value.");
        if (!Enum.IsDefined(counterfactual.Kind))
        {
            throw new InvalidInputException(
                field, $"{field} has the unknown kind {(int)counterfactual.Kind}: recorded, replayed and modelled are allowed.");
        }
        if (counterfactual.Score is { } score && !double.IsFinite(score))
            throw new InvalidInputException(field, $"{field} has the score {score}: it must be a finite number.");
        if (counterfactual.Branch is not null) Names.Check($"{field}.branch", counterfactual.Branch);
        return counterfactual;
    }

    // Names an item only if something is wrong with it: every save comes through here.
    private static T[] Copy<T>(string field, IReadOnlyList<T> items, Func<T, (string Part, string Fault)?> faultOf)
    {
        AtMost(field, items.Count);
        var copy = items.Count == 0 ? [] : new T[items.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = items[i];
            if (faultOf(copy[i]) is var (part, fault)) throw new InvalidInputException($"{field}[{i}]{part}", $"{field}[{i}]{part} {fault}");
        }
        return copy;
    }

    private static T[] Items<T>(string field, IReadOnlyList<T> items, Func<string, T, T> check) => Items(field, items, MaxContextItems, check);

    private static T[] Items<T>(string field, IReadOnlyList<T> items, int most, Func<string, T, T> check)
    {
        AtMost(field, items.Count, most);
        var copy = items.Count == 0 ? [] : new T[items.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = check($"{field}[{i}]", items[i]);
        return copy;
    }

    private static void AtMost(string field, int count, int most = MaxContextItems)
    {
        if (count > most) throw new InvalidInputException(field, $"{field} has {count:N0} items: at most {most:N0} are allowed.");
    }

    private static double? Probability(string field, double? value) =>
        IsProbability(value) ? value + 0.0 : throw new InvalidInputException(field, $"{field} is {value}: it must lie in [0, 1].");

    private static bool IsProbability(double? value) => value is null or (>= 0 and <= 1);

    private static string Spelled(StateSource source) => Enum.IsDefined(source) ? source.ToString().ToLowerInvariant() : ((int)source).ToString();
}
