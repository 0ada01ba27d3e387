using System.Globalization;

namespace Aura.Cli;

/// <summary>
/// How causes are written on a command line: LABEL or state:ID, with RELATION= before it where it did not simply cause, and @CONFIDENCE
/// after the relation where that is known. A label with an equals sign is written with its relation: <c>caused=a=b</c>.
/// </summary>
internal static class CauseText
{
    private const string Relations = "caused, enabled, prevented and no_effect are known";

    /// <summary>Reads a cause.</summary>
    /// <exception cref="InvalidInputException">It names an unknown relation, a confidence that is no number, or a link that is no id.</exception>
    public static Cause Parse(string text)
    {
        var equals = text.IndexOf('=');
        if (equals < 0) return text;
        var head = text[..equals].Split('@', 2);
        var relation = head[0] switch
        {
            "caused" => CausalRelation.Caused,
            "enabled" => CausalRelation.Enabled,
            "prevented" => CausalRelation.Prevented,
            "no_effect" => CausalRelation.NoEffect,
            _ => throw new InvalidInputException(
                "context.causes", $"Cause '{text}' names the unknown relation '{head[0]}': {Relations}; a label with '=' is written caused={text}."),
        };
        double? confidence = null;
        if (head.Length == 2)
        {
            confidence = double.TryParse(head[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidInputException("context.causes", $"Cause '{text}' has the confidence '{head[1]}': a number in [0, 1] is expected.");
        }
        Cause cause = text[(equals + 1)..];
        return cause with { Relation = relation, Confidence = confidence };
    }
}
