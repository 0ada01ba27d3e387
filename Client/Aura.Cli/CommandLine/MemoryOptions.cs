using System.CommandLine;

namespace Aura.Cli;

/// <summary>The arguments and options that commands around memories share, new for each command.</summary>
internal static class MemoryOptions
{
    /// <summary>The tiers' names.</summary>
    public static string[] Tiers => ["working", "episodic", "semantic"];

    /// <summary>The argument that names a fabric.</summary>
    public static Argument<string> Fabric() => new("FABRIC") { Description = "The fabric's name" };

    /// <summary>The argument that names a memory.</summary>
    public static Argument<string> Id() => new("ID") { Description = "The memory's id" };

    /// <summary>The option for how many hits are wanted.</summary>
    public static Option<int?> Top(int usual) => CommonOptions.Number("--top", $"The most hits, 1 to {RecallRequest.MaxTop}  [default: {usual}]");

    /// <summary>The option for the inverse temperature.</summary>
    public static Option<double?> Beta() => CommonOptions.Real("--beta", "The inverse temperature: the higher, the surer  [default: the fabric's]");

    /// <summary>The option for a seed.</summary>
    public static Option<long?> Seed() => 
        CommonOptions.Version("--seed", "Draw interpretations by their probability, by this seed, instead of the most probable");

    /// <summary>The option for vectors in JSON.</summary>
    public static Option<bool> Vectors() => new("--vectors") { Description = "With --json: print vectors, too" };

    /// <summary>The tier of a name.</summary>
    public static MemoryTier TierOf(string name) => (MemoryTier)Array.IndexOf(Tiers, name);
}
