namespace Aura;

/// <summary>The names of branches that mean something to the engine.</summary>
public static class BranchNames
{
    /// <summary>The line that every agent has.</summary>
    public const string Main = "main";

    /// <summary>What the branches begin with on which speculations keep what happened to them; callers cannot open such branches.</summary>
    public const string SpeculationPrefix = "speculation:";

    /// <summary>The branch of a future of a speculation.</summary>
    public static string OfFuture(string speculation, string future) => $"{speculation}/{future}";
}
