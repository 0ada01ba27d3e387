namespace Aura.Client;

/// <summary>Who speaks in a chat.</summary>
internal enum ChatRole
{
    /// <summary>Whoever set the agent up: the roles <c>system</c> and <c>developer</c>.</summary>
    System,

    /// <summary>The user.</summary>
    User,

    /// <summary>The agent.</summary>
    Assistant,

    /// <summary>A tool that was called: the roles <c>tool</c> and, as it was once, <c>function</c>.</summary>
    Tool,
}
