namespace Aura;

/// <summary>The names of branches that mean something to the engine.</summary>
public static class BranchNames
{
    /// <summary>The line that every agent has.</summary>
    public const string Main = "main";
}
