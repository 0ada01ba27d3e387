namespace Aura.Cli;

/// <summary>The colours of what has become of things, beside the words that say so.</summary>
internal static class StatusColours
{
    public static string Of(BranchStatus status) => status switch
    {
        BranchStatus.Open => "blue",
        BranchStatus.Promoted or BranchStatus.Merged => "green",
        BranchStatus.Discarded => "red",
        _ => "grey",
    };

    public static string Of(FutureStatus status) => status switch
    {
        FutureStatus.Finished => "green",
        FutureStatus.Failed => "red",
        FutureStatus.Running or FutureStatus.Driven => "blue",
        _ => "grey",
    };
}
