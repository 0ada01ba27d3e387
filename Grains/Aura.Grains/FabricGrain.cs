using Aura.Engine;
using Orleans.Concurrency;

namespace Aura.Grains;

/// <summary>
/// A fabric: holds its engine and hands calls on. The engine takes calls from any thread and at any time, and computes: on the grain's scheduler it
/// would do one thing after the other and keep callers waiting who want nothing but an answer, so that its calls run on the thread pool.
/// </summary>
/// <remarks>
/// What it has acknowledged is in the store, so that it may be deactivated, moved or killed at any moment; what it then loses is how memories were
/// used in the last second. Since reading a large fabric again takes a while, it stays for hours when nobody asks, and goes sooner only if the
/// silo's memory grows short.
/// </remarks>
[GrainType("aura-fabric")]
[Reentrant]
[CollectionAgeLimit(Hours = 2)]
[FabricPlacementFilter]
public sealed class FabricGrain(EngineServices services, CallLimit limit, AuraGrainOptions options, GpuSilos gpus) : Grain, IMemoryFabricGrain
{
    private readonly CancellationTokenSource _ending = new();
    private readonly bool _strayed = options.FabricPlacement != FabricPlacement.Any && !gpus.Here;
    private FabricEngine? _engine;

    // Made by the first call, so that a key that is no name is that call's error.
    private FabricEngine Engine => _engine ??= new FabricEngine(services, this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public ValueTask<FabricInfo> CreateAsync(FabricSettings settings, CancellationToken cancellationToken = default) =>
        ChangeAsync(engine => engine.CreateAsync(settings, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FabricInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        RunAsync(engine => engine.DescribeAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>An array, like every list that goes to a caller: not every list of the engine is one that Orleans can send.</remarks>
    public ValueTask<IReadOnlyList<Remembered>> RememberAsync(IReadOnlyList<MemoryRequest> memories, CancellationToken cancellationToken = default) =>
        ChangeAsync<IReadOnlyList<Remembered>>(
            async engine => (await engine.RememberAsync(memories, cancellationToken)).ToArray(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Recollection>> RecallAsync(IReadOnlyList<RecallRequest> queries, CancellationToken cancellationToken = default) =>
        ComputeAsync<IReadOnlyList<Recollection>>(
            async engine => MessageSizes.Check((await engine.RecallAsync(queries, cancellationToken)).ToArray()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Thought> ThinkAsync(ThinkRequest request, CancellationToken cancellationToken = default) =>
        ComputeAsync(async engine => MessageSizes.Check(await engine.ThinkAsync(request, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Collapse> CollapseAsync(CollapseRequest request, CancellationToken cancellationToken = default) =>
        ChangeAsync(engine => engine.CollapseAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>It goes on when the caller has given up.</remarks>
    public ValueTask<Evolution> EvolveAsync(EvolveRequest? request = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(engine => engine.EvolveAsync(request, _ending.Token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Memory?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        RunAsync(engine => engine.GetAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>It only reads the store, page by page, and computes nothing.</remarks>
    public IAsyncEnumerable<Memory> ListAsync(MemoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        MessageSizes.BoundAsync(Engine.ListAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        ChangeAsync(engine => engine.ForgetAsync(ids, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FabricStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        ComputeAsync(engine => engine.StatisticsAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        if (_engine is { } engine) await Task.Run(async () => await engine.DisposeAsync(), CancellationToken.None).WaitAsync(cancellationToken);
    }

    private async ValueTask<T> ChangeAsync<T>(Func<FabricEngine, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await ComputeAsync(call, cancellationToken);
        }
        catch (StoreException)
        {
            // This silo may be cut off from the store: wherever the fabric wakes up next, it is read anew.
            DeactivateOnIdle();
            throw;
        }
    }

    // A fabric that is read from the store first is read whether or not somebody still waits for it: begun anew by every caller, it might never be
    // there.
    private ValueTask<T> ComputeAsync<T>(Func<FabricEngine, ValueTask<T>> call, CancellationToken cancellationToken) => RunAsync(async engine =>
    {
        await engine.LoadAsync(_ending.Token);
        return await call(engine);
    }, cancellationToken);

    private async ValueTask<T> RunAsync<T>(Func<FabricEngine, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        // A silo with a GPU has joined: this call is still answered here, and the next one there.
        if (_strayed && gpus.Anywhere) MigrateOnIdle();
        var (engine, entered) = (Engine, limit.Enter());
        return await Task.Run(async () =>
        {
            using (entered) return await call(engine);
        }, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
