namespace Aura;

/// <summary>What a name may be: of agents, branches, types and counterfactuals; operation ids keep to it too.</summary>
public static class Names
{
    /// <summary>The longest name, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    /// <summary>Checks a name, or another text with a limit of its own.</summary>
    /// <param name="field">What the error calls it.</param>
    /// <param name="value">The text.</param>
    /// <param name="longest">The most UTF-16 code units.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidInputException">It is empty, too long, or holds control characters or half a surrogate pair.</exception>
    public static string Check(string field, string? value, int longest = MaxLength) =>
        FaultOf(value, longest) is { } fault ? throw new InvalidInputException(field, $"{field} {fault}") : value!;

    /// <summary>What is wrong with a name, as the end of a sentence that begins with its field; null if nothing is.</summary>
    internal static string? FaultOf(string? value, int longest)
    {
        if (string.IsNullOrEmpty(value)) return $"is empty: it must have 1 to {longest} characters.";
        if (value.Length > longest) return $"has {value.Length:N0} characters: at most {longest} are allowed.";
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])) return $"holds the control character U+{(int)value[i]:X4} at position {i}: none is allowed.";
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return $"holds half a surrogate pair at position {i}: it must be well-formed Unicode.";
            i++;
        }
        return null;
    }
}
