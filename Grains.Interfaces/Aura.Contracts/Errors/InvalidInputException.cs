namespace Aura;

/// <summary>A request broke a rule. Nothing was stored.</summary>
/// <param name="field">The field that broke it, as a dotted path.</param>
/// <param name="message">What was wrong, and what is allowed.</param>
/// <param name="innerException">What found it, if something else did.</param>
public sealed class InvalidInputException(string field, string message, Exception? innerException = null)
    : AuraException(message, innerException)
{
    /// <summary>The field that broke the rule, as a dotted path.</summary>
    public string Field { get; } = field;
}
