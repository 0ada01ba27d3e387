using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Aura.Cli;

/// <summary>The usual help, and after it examples and, for the whole command, its exit codes.</summary>
internal sealed class UsageHelp(HelpAction usual, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>A command's whole name, as a user types it.</summary>
    public static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "aura";

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        var examples = command switch
        {
            AuraCommand aura => aura.Examples,
            RootCommand => rootExamples,
            _ => [.. command.Subcommands.OfType<AuraCommand>().SelectMany(c => c.Examples)],
        };
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        if (command is RootCommand) output.WriteLine(ExitCodes.Explained);
        return code;
    }
}
