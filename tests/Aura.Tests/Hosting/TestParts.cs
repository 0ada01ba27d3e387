using System.Text.Json.Nodes;
using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>What tests find by name, in whatever host they run.</summary>
public static class TestParts
{
    /// <summary>Registers it.</summary>
    public static void Register(EngineParts parts)
    {
        parts.Resolvers.Add("both", new Both());
        parts.Resolvers.Add("shrug", new Shrug());
        TestFutures.Register(parts);
    }

    private sealed class Both : IMergeResolver
    {
        public ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken) =>
            new(MergeResolution.Of(new JsonArray(JsonNode.Parse(conflict.Ours!.ToString()), JsonNode.Parse(conflict.Theirs!.ToString()))));
    }

    private sealed class Shrug : IMergeResolver
    {
        public ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken) => new((MergeResolution?)null);
    }
}
