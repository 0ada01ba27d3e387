using System.Text.Json.Nodes;
using Aura.Engine;

namespace Aura.Tests.Hosting;

/// <summary>What every host of the tests finds by name beside the engine's own parts.</summary>
public static class TestParts
{
    /// <summary>Registers them.</summary>
    public static void Register(EngineParts parts)
    {
        parts.Retrievals.Add("probe", new ProbeRetrieval());
        parts.Resolvers.Add("both", new Both());
        parts.Resolvers.Add("hang", new Hang());
        parts.Resolvers.Add("shrug", new Shrug());
        TestFutures.Register(parts);
    }

    private sealed class Both : IMergeResolver
    {
        public ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken) =>
            new(MergeResolution.Of(new JsonArray(JsonNode.Parse(conflict.Ours!.ToString()), JsonNode.Parse(conflict.Theirs!.ToString()))));
    }

    private sealed class Hang : IMergeResolver
    {
        public async ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken)
        {
            await new TaskCompletionSource().Task;
            return null;
        }
    }

    private sealed class Shrug : IMergeResolver
    {
        public ValueTask<MergeResolution?> ResolveAsync(MergeConflict conflict, CancellationToken cancellationToken) => new((MergeResolution?)null);
    }
}
