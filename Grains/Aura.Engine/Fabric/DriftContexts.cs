namespace Aura.Engine;

/// <summary>The contexts of all episodes that were used since the last evolution.</summary>
internal sealed class DriftContexts
{
    // Further ones do not drift.
    private const int Most = 20_000;

    private readonly Lock _lock = new();
    private Dictionary<string, DriftContext> _contexts = new(StringComparer.Ordinal);

    /// <summary>Adds a use of an episode.</summary>
    public void Add(string id, string interpretation, ReadOnlySpan<float> context)
    {
        lock (_lock)
        {
            if (!_contexts.TryGetValue(id, out var drift))
            {
                if (_contexts.Count == Most) return;
                _contexts.Add(id, drift = new DriftContext());
            }
            drift.Add(interpretation, context);
        }
    }

    /// <summary>Takes all out; what is added from then on is for the next evolution.</summary>
    public IReadOnlyDictionary<string, DriftContext> Take()
    {
        lock (_lock)
        {
            var taken = _contexts;
            _contexts = new(StringComparer.Ordinal);
            return taken;
        }
    }

    /// <summary>Puts back what came to nothing, where there is nothing newer.</summary>
    public void PutBack(IReadOnlyDictionary<string, DriftContext> taken)
    {
        lock (_lock)
        {
            foreach (var (id, drift) in taken) _contexts.TryAdd(id, drift);
        }
    }
}
