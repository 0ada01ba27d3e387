namespace Aura.Engine;

/// <summary>What was registered by name of one kind.</summary>
/// <param name="kind">What an error calls it.</param>
public sealed class NamedParts<T>(string kind)
    where T : class
{
    private readonly SortedDictionary<string, T> _parts = new(StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IReadOnlyCollection<string> Names => _parts.Keys;

    /// <summary>Registers a part; another of that name gives way.</summary>
    /// <exception cref="InvalidInputException">The name is not allowed.</exception>
    public void Add(string name, T part)
    {
        ArgumentNullException.ThrowIfNull(part);
        _parts[Aura.Names.Check(kind, name)] = part;
    }

    /// <summary>Finds a part.</summary>
    /// <exception cref="InvalidInputException">There is none of that name; the message lists those that there are.</exception>
    public T Get(string name) => _parts.TryGetValue(name, out var part)
        ? part
        : throw new InvalidInputException(
            kind, $"{char.ToUpperInvariant(kind[0])}{kind[1..]} '{name}' is not registered: {(_parts.Count == 0 ? "none is" : string.Join(", ", Names))}.");
}
