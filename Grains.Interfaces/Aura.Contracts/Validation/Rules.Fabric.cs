using System.Globalization;
using System.Text;

namespace Aura;

public static partial class Rules
{
    /// <summary>The most memories in one request.</summary>
    public const int MaxMemories = 10_000;

    /// <summary>The most queries in one request.</summary>
    public const int MaxQueries = 1000;

    /// <summary>The longest text of an interpretation or a query, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 1 << 20;

    private const int MaxInterpretations = 16;
    private const int MaxLabels = 100;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks how a fabric is to behave.</summary>
    /// <exception cref="InvalidInputException">A setting cannot be.</exception>
    public static FabricSettings Settings(FabricSettings? settings)
    {
        if (settings is null) throw new InvalidInputException("settings", "Settings are missing.");
        if (settings.Dimensions is < 2 or > FabricSettings.MaxDimensions)
            throw OutOfRange("dimensions", settings.Dimensions.Value, $"2 to {FabricSettings.MaxDimensions:N0} are allowed");
        if (settings.Decay is not (>= 0.01 and <= 0.99)) throw OutOfRange("decay", settings.Decay, "0.01 to 0.99 is allowed");
        Temperature("inverseTemperature", settings.InverseTemperature);
        if (settings.SimilarityWeight is not (>= 0 and <= 1000)) throw OutOfRange("similarityWeight", settings.SimilarityWeight, "0 to 1,000 is allowed");
        if (settings.WorkingCapacity < 0) throw OutOfRange("workingCapacity", settings.WorkingCapacity, "at least 0 is allowed");
        if (settings.Drift is not (>= 0 and <= 1)) throw OutOfRange("drift", settings.Drift, "0 to 1 is allowed");
        if (settings.ConsolidationSimilarity is not (> 0 and <= 1))
            throw OutOfRange("consolidationSimilarity", settings.ConsolidationSimilarity, "more than 0 and at most 1 is allowed");
        if (settings.ConsolidationSize is < 2 or > 1000) throw OutOfRange("consolidationSize", settings.ConsolidationSize, "2 to 1,000 are allowed");
        if (!double.IsFinite(settings.ArchiveBelow)) throw OutOfRange("archiveBelow", settings.ArchiveBelow, "a finite number is allowed");
        return settings;
    }

    /// <summary>Checks memories that are to be stored and copies what the caller could still change.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static IReadOnlyList<MemoryRequest> Memories(IReadOnlyList<MemoryRequest>? memories, int maxContentBytes)
    {
        if (memories is null || memories.Count is < 1 or > MaxMemories)
            throw new InvalidInputException("memories", $"Memories are {memories?.Count ?? 0:N0}: 1 to {MaxMemories:N0} are allowed.");
        var contents = new Dictionary<string, Payload>(StringComparer.Ordinal);
        return Items("memories", memories, MaxMemories, (field, memory) =>
        {
            memory = Checked(field, memory, maxContentBytes);
            if (memory.Id is not null && !contents.TryAdd(memory.Id, memory.Content) && !contents[memory.Id].Equals(memory.Content))
                throw new InvalidInputException($"{field}.id", $"{field}.id is '{memory.Id}', as is another's with another content: a memory's content never changes.");
            return memory;
        });
    }

    /// <summary>Checks queries and copies what the caller could still change.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static IReadOnlyList<RecallRequest> Recalls(IReadOnlyList<RecallRequest>? queries)
    {
        if (queries is null || queries.Count is < 1 or > MaxQueries)
            throw new InvalidInputException("queries", $"Queries are {queries?.Count ?? 0:N0}: 1 to {MaxQueries:N0} are allowed.");
        return Items("queries", queries, MaxQueries, Checked);
    }

    /// <summary>Checks a thought.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static ThinkRequest Think(ThinkRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        if (request.Thought is null) throw new InvalidInputException("thought", "Thought is missing: it must be one JSON value.");
        Top("top", request.Top);
        if (request.InverseTemperature is { } beta) Temperature("inverseTemperature", beta);
        return request with
        {
            Vector = Vector("vector", request.Vector),
            ContextVector = Vector("contextVector", request.ContextVector),
            Filter = Filter("filter", request.Filter),
        };
    }

    /// <summary>Checks which memory is to be understood, and in what context.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static CollapseRequest Collapse(CollapseRequest? request)
    {
        if (request is null) throw new InvalidInputException("request", "Request is missing.");
        Names.Check("id", request.Id);
        if (request.Context is null && request.ContextVector.IsEmpty)
            throw new InvalidInputException("context", "Context is missing: it must be one JSON value, or a vector.");
        if (request.InverseTemperature is { } beta) Temperature("inverseTemperature", beta);
        return request with { ContextVector = Vector("contextVector", request.ContextVector) };
    }

    /// <summary>Checks which memories are listed.</summary>
    /// <exception cref="InvalidInputException">A field breaks a rule.</exception>
    public static MemoryFilter? Filter(string field, MemoryFilter? filter)
    {
        if (filter is null) return null;
        if (filter.Agent is not null) Names.Check($"{field}.agent", filter.Agent);
        return filter with
        {
            Tiers = Items($"{field}.tiers", filter.Tiers, MaxLabels, Tier),
            Labels = Items($"{field}.labels", filter.Labels, MaxLabels, (name, label) => Names.Check(name, label)),
        };
    }

    private static MemoryRequest Checked(string field, MemoryRequest? memory, int maxContentBytes)
    {
        if (memory is null) throw new InvalidInputException(field, $"{field} is missing.");
        if (memory.Id is not null) Names.Check($"{field}.id", memory.Id);
        if (memory.Content is null) throw new InvalidInputException($"{field}.content", $"{field}.content is missing: it must be one JSON value.");
        if (memory.Content.Length > maxContentBytes)
        {
            throw new InvalidInputException(
                $"{field}.content", $"{field}.content has {memory.Content.Length:N0} bytes: at most {maxContentBytes:N0} are allowed.");
        }
        Tier($"{field}.tier", memory.Tier);
        if (memory.Agent is not null) Names.Check($"{field}.agent", memory.Agent);
        var interpretations = Items($"{field}.interpretations", memory.Interpretations, MaxInterpretations, Checked);
        if (interpretations.GroupBy(i => i.Label, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidInputException(
                $"{field}.interpretations", $"{field}.interpretations have the label '{twice.Key}' {twice.Count()} times: each must have one of its own.");
        }
        return memory with
        {
            Interpretations = interpretations,
            Labels = [.. Items($"{field}.labels", memory.Labels, MaxLabels, (name, label) => Names.Check(name, label)).Distinct(StringComparer.Ordinal)],
        };
    }

    private static Interpretation Checked(string field, Interpretation? interpretation)
    {
        if (interpretation is null) throw new InvalidInputException(field, $"{field} is missing.");
        Names.Check($"{field}.label", interpretation.Label);
        if (interpretation.Text is not null) Text($"{field}.text", interpretation.Text);
        else if (interpretation.Vector.IsEmpty) throw new InvalidInputException(field, $"{field} has neither a text nor a vector.");
        if (interpretation.Weight is not (>= 1e-9 and <= 1e9)) throw OutOfRange($"{field}.weight", interpretation.Weight, "1e-9 to 1e9 is allowed");
        return interpretation with { Vector = Vector($"{field}.vector", interpretation.Vector) };
    }

    private static RecallRequest Checked(string field, RecallRequest? query)
    {
        if (query is null) throw new InvalidInputException(field, $"{field} is missing.");
        if (query.Text is not null) Text($"{field}.text", query.Text);
        if (!Enum.IsDefined(query.Mode))
            throw new InvalidInputException($"{field}.mode", $"{field}.mode is the unknown {(int)query.Mode}: hybrid, vector and text are allowed.");
        if (query.Text is null && query.Mode == RecallMode.Text) throw new InvalidInputException($"{field}.text", $"{field}.text is missing: words are found by words.");
        if (query.Text is null && query.Vector.IsEmpty) throw new InvalidInputException(field, $"{field} has neither a text nor a vector.");
        Top($"{field}.top", query.Top);
        return query with { Vector = Vector($"{field}.vector", query.Vector), Filter = Filter($"{field}.filter", query.Filter) };
    }

    private static MemoryTier Tier(string field, MemoryTier tier) => Enum.IsDefined(tier)
        ? tier
        : throw new InvalidInputException(field, $"{field} is the unknown tier {(int)tier}: working, episodic and semantic are allowed.");

    private static void Top(string field, int top)
    {
        if (top is < 1 or > RecallRequest.MaxTop) throw OutOfRange(field, top, $"1 to {RecallRequest.MaxTop:N0} are allowed");
    }

    private static void Temperature(string field, double beta)
    {
        if (beta is not (> 0 and <= 10_000)) throw OutOfRange(field, beta, "more than 0 and at most 10,000 is allowed");
    }

    private static void Text(string field, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException(field, $"{field} is empty: it must have a word.");
        try
        {
            if (text.Length > MaxTextBytes || StrictUtf8.GetByteCount(text) > MaxTextBytes)
                throw new InvalidInputException(field, $"{field} is too long: at most {MaxTextBytes:N0} bytes of UTF-8 are allowed.");
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidInputException(field, $"{field} holds half a surrogate pair at position {e.Index}: it must be well-formed Unicode.", e);
        }
    }

    private static ReadOnlyMemory<float> Vector(string field, ReadOnlyMemory<float> vector)
    {
        if (vector.IsEmpty) return vector;
        if (vector.Length is < 2 or > FabricSettings.MaxDimensions)
            throw OutOfRange(field, vector.Length, $"2 to {FabricSettings.MaxDimensions:N0} components are allowed");
        var copy = vector.ToArray();
        for (var i = 0; i < copy.Length; i++)
        {
            if (!float.IsFinite(copy[i])) throw new InvalidInputException($"{field}[{i}]", $"{field}[{i}] is {copy[i]}: components must be finite.");
        }
        if (!copy.AsSpan().ContainsAnyExcept(0f)) throw new InvalidInputException(field, $"{field} is all zeros: it has no direction.");
        return copy;
    }

    private static InvalidInputException OutOfRange(string field, double value, string allowed) =>
        new(field, string.Create(CultureInfo.InvariantCulture, $"{field} is {value}: {allowed}."));
}
