using System.Runtime.CompilerServices;
using Aura.Engine;

namespace Aura.Client;

/// <summary>A fabric inside this process.</summary>
internal sealed class EmbeddedFabric(EmbeddedAura aura, FabricEngine engine) : IMemoryFabric
{
    public ValueTask<FabricInfo> CreateAsync(FabricSettings settings, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.CreateAsync(settings, cancellationToken), cancellationToken);

    public ValueTask<FabricInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.DescribeAsync(cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<Remembered>> RememberAsync(IReadOnlyList<MemoryRequest> memories, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.RememberAsync(memories, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<Recollection>> RecallAsync(IReadOnlyList<RecallRequest> queries, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.RecallAsync(queries, cancellationToken), cancellationToken);

    public ValueTask<Thought> ThinkAsync(ThinkRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.ThinkAsync(request, cancellationToken), cancellationToken);

    public ValueTask<Collapse> CollapseAsync(CollapseRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.CollapseAsync(request, cancellationToken), cancellationToken);

    public ValueTask<Evolution> EvolveAsync(EvolveRequest? request = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.EvolveAsync(request, cancellationToken), cancellationToken);

    public ValueTask<Memory?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.GetAsync(id, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<Memory> ListAsync(MemoryFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await aura.OpenAsync(cancellationToken);
        await foreach (var memory in engine.ListAsync(filter, cancellationToken)) yield return memory;
    }

    public ValueTask<int> ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.ForgetAsync(ids, cancellationToken), cancellationToken);

    public ValueTask<FabricStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        CallAsync(() => engine.StatisticsAsync(cancellationToken), cancellationToken);

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await aura.OpenAsync(cancellationToken);
        return await call();
    }
}
