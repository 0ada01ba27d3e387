using Aura.Engine;

namespace Aura.Client;

/// <summary>Names the agents of one file: always the same names for the same file, and none twice.</summary>
internal sealed class ChatAgentNames(string prefix)
{
    // Room for a number, where a name comes again.
    private const int Longest = Names.MaxLength - 12;

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>The name of the next run's agent.</summary>
    /// <param name="name">What the run says that it is; null if it says nothing.</param>
    /// <param name="number">The run's place in the file, from 1.</param>
    public string Next(string? name, long number)
    {
        var wanted = ChatText.Name($"{prefix}/{name ?? $"run-{number}"}", Longest);
        if (_used.Add(wanted)) return wanted;
        var repeat = _repeats.GetValueOrDefault(wanted, 1);
        string numbered;
        do numbered = $"{wanted}-{++repeat}";
        while (!_used.Add(numbered));
        _repeats[wanted] = repeat;
        return numbered;
    }
}
