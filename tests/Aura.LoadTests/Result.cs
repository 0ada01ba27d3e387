namespace Aura.LoadTests;

/// <summary>A request and what came of it.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Due">When it was due.</param>
/// <param name="Answer">What came of it; null if its client was killed.</param>
internal readonly record struct Result(RequestKind Kind, TimeSpan Due, Answer? Answer)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Answer?.Outcome == Outcome.Done;

    /// <summary>How long it took from when it was due.</summary>
    public TimeSpan Took => Answer is null ? TimeSpan.Zero : Answer.DoneAt - Due;

    /// <summary>Whether a caller would have noticed: it failed or took longer than a second.</summary>
    public bool Suffered => !Succeeded || Took > Slow;
}
