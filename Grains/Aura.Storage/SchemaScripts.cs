using System.Reflection;

namespace Aura.Storage;

/// <summary>The numbered scripts that bring a store's schema from one version to the next.</summary>
internal sealed class SchemaScripts
{
    private readonly string[] _scripts;
    private readonly string _schema;

    /// <param name="folder">The resource folder: <c>postgres</c>, <c>orleans</c> or <c>sqlite</c>.</param>
    /// <param name="schema">What a refusal calls the schema.</param>
    public SchemaScripts(string folder, string schema = "schema")
    {
        _schema = schema;
        var assembly = Assembly.GetExecutingAssembly();
        _scripts = [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new StreamReader(assembly.GetManifestResourceStream(n)!).ReadToEnd())];
    }

    /// <summary>The version that this build knows.</summary>
    public int Latest => _scripts.Length;

    /// <summary>The scripts that lead on from a version.</summary>
    public IEnumerable<string> After(int version) => _scripts.Skip(version);

    /// <summary>Refuses a schema that a later build made.</summary>
    /// <exception cref="StoreSchemaException">It is newer than this build.</exception>
    public void CheckNotNewer(string store, int version)
    {
        if (version > Latest)
            throw new StoreSchemaException($"Store {store} has {_schema} version {version}, but this Aura knows only up to {Latest}: use a newer Aura.");
    }
}
