using System.CommandLine;

namespace Aura.Cli;

/// <summary>A command with examples: its help teaches by them.</summary>
internal abstract class AuraCommand : Command
{
    /// <summary>Names a command and says what it does.</summary>
    protected AuraCommand(string name, string description, Screen screen) : base(name, description)
    {
        Screen = screen;
        SetAction(RunAsync);
    }

    /// <summary>Command lines that show how it is used, each with what it does after two spaces and a <c>#</c>.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Where it prints.</summary>
    protected Screen Screen { get; }

    /// <summary>Runs it; the result is one of <see cref="ExitCodes"/>.</summary>
    protected abstract Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken);

    /// <summary>Adds an argument.</summary>
    protected Argument<T> Has<T>(Argument<T> argument)
    {
        Add(argument);
        return argument;
    }

    /// <summary>Adds an option.</summary>
    protected Option<T> Has<T>(Option<T> option)
    {
        Add(option);
        return option;
    }
}
