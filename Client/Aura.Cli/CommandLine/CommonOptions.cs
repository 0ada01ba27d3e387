using System.CommandLine;
using System.Globalization;
using Aura.Client;

namespace Aura.Cli;

/// <summary>The options that all commands share.</summary>
internal static class CommonOptions
{
    /// <summary>What is used where neither the option nor <c>AURA_STORE</c> names a store.</summary>
    public const string DefaultStore = "sqlite:aura.db";

    /// <summary>The environment variable that names a store.</summary>
    public const string StoreVariable = "AURA_STORE";

    // No default value: help would print it, and it may hold a password.
    public static readonly Option<string?> Store = new("--store")
    {
        Description = $"sqlite:PATH, or postgres:Host=…;Database=…;Username=…  [default: ${StoreVariable}, else {DefaultStore}]",
        HelpName = "STORE",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of text for people", Recursive = true };

    /// <summary>The argument that names an agent, new for each command.</summary>
    public static Argument<string> Agent() => new("AGENT") { Description = "The agent's name" };

    /// <summary>The argument that names a branch, new for each command.</summary>
    public static Argument<string> BranchArgument() => new("BRANCH") { Description = "The branch's name" };

    /// <summary>The branch option, new for each command.</summary>
    public static Option<string?> Branch() => new("--branch") { Description = "The branch  [default: main]", HelpName = "NAME" };

    /// <summary>The option that names the line which a branch is joined into.</summary>
    public static Option<string?> Into() => new("--into") { Description = "The branch that takes it in  [default: the one it came from]", HelpName = "NAME" };

    /// <summary>An option for a whole number.</summary>
    public static Option<int?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} is '{result.Tokens[0].Value}': a whole number is expected.");
            return null;
        },
    };

    /// <summary>An option for a version.</summary>
    public static Option<long?> Version(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} is '{result.Tokens[0].Value}': a whole number is expected.");
            return null;
        },
    };

    /// <summary>An option for a real number. Which ones are allowed is the engine's to say.</summary>
    public static Option<double?> Real(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
            result.AddError($"{name} is '{result.Tokens[0].Value}': a number is expected.");
            return null;
        },
    };

    /// <summary>An option for a span of time. Which ones are allowed is the engine's to say.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = $"{description}: {DurationText.Forms}",
        HelpName = "DURATION",
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out var duration)) return duration;
            result.AddError($"{name} is '{result.Tokens[0].Value}': {DurationText.Forms} is expected.");
            return null;
        },
    };

    /// <summary>An option for a time.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + ", for example 2026-11-22T21:30:00Z; UTC if it names no zone",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (MomentText.TryParse(result.Tokens[0].Value, out var time)) return time;
            result.AddError($"{name} is '{result.Tokens[0].Value}': {MomentText.Form} is expected.");
            return null;
        },
    };

    /// <summary>The store that a command line means.</summary>
    public static string StoreOf(ParseResult line, string fallback = DefaultStore) =>
        line.GetValue(Store) ?? (Environment.GetEnvironmentVariable(StoreVariable) is { Length: > 0 } named ? named : fallback);

    /// <summary>Opens the store that must be there already.</summary>
    public static ValueTask<IAura> OpenAsync(ParseResult line, CancellationToken cancellationToken) =>
        AuraClient.OpenAsync(new AuraOptions { Store = StoreOf(line), CreateStore = false }, cancellationToken);

    /// <summary>Opens the store, and makes it if it is not there.</summary>
    public static ValueTask<IAura> OpenOrCreateAsync(ParseResult line, CancellationToken cancellationToken, string fallback = DefaultStore) =>
        AuraClient.OpenAsync(new AuraOptions { Store = StoreOf(line, fallback) }, cancellationToken);
}
