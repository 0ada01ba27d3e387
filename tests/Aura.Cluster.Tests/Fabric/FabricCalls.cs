using Aura.Cluster.Tests.Hosting;
using Aura.Grains;
using Aura.Storage;
using Aura.Tests.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.TestingHost;

namespace Aura.Cluster.Tests.Fabric;

/// <summary>How calls to a fabric go beside each other, go on without their callers, and find what there was before.</summary>
public sealed class FabricCalls : IAsyncLifetime
{
    private InterceptedStore _store = null!;
    private ClusterHost _host = null!;

    private IMemoryFabricGrain Fabric => _host.Cluster.Client.GetGrain<IMemoryFabricGrain>("f");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _host = await ClusterHost.StartAsync(new SqlitePlace(), silos: 1, store => _store = new InterceptedStore(store));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_grain_and_what_the_way_in_gives_are_the_same_fabric()
    {
        await _host.Aura.Fabric("f").RememberAsync(At("m", 1, 0));
        Assert.Equal("m", (await Fabric.GetAsync("m"))!.Id);
        Assert.Equal("fabric is empty: it must have 1 to 200 characters.", Assert.Throws<InvalidInputException>(() => _host.Aura.Fabric("")).Message);
        var grain = _host.Cluster.Client.GetGrain<IMemoryFabricGrain>(new string('x', 201));
        Assert.Equal("fabric", (await Assert.ThrowsAsync<InvalidInputException>(async () => await grain.StatisticsAsync())).Field);
    }

    [Fact]
    public async Task A_first_load_goes_on_when_its_caller_has_given_up()
    {
        await Fabric.RememberAsync(At("m", 1, 0));
        await RestAsync();
        var gate = Gate.New();
        var reads = 0;
        _store.Memories.BeforeReadFabric = async () =>
        {
            Interlocked.Increment(ref reads);
            await gate.PassAsync(default);
        };
        using var patience = new CancellationTokenSource();
        var first = Fabric.StatisticsAsync(patience.Token).AsTask();
        await gate.Reached;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await HeardAsync();
        gate.Open();
        Assert.Equal(1, (await Fabric.StatisticsAsync()).Resident);
        // It was not begun anew: a load looks at the fabric's record when it begins and before it reads the memories.
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task An_evolution_goes_on_when_its_caller_has_given_up()
    {
        await Fabric.RememberAsync([.. Enumerable.Range(0, 9).Select(i => At($"m{i}", 1, i) with { Tier = MemoryTier.Working })]);
        var gate = Gate.New();
        _store.Memories.OnCommit = async (_, commit) =>
        {
            await gate.PassAsync(default);
            return await commit();
        };
        using var patience = new CancellationTokenSource();
        var evolving = Fabric.EvolveAsync(cancellationToken: patience.Token).AsTask();
        await gate.Reached;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => evolving);
        await HeardAsync();
        gate.Open();
        Assert.Equal(0, (await Fabric.EvolveAsync()).LeftWorking);
        Assert.Equal((7, 2), await Fabric.StatisticsAsync() is var s ? (s.Working, s.Episodic) : default);
    }

    [Fact]
    public async Task A_fabric_that_goes_to_rest_writes_down_how_memories_were_used()
    {
        await Fabric.RememberAsync(At("m", 1, 0));
        for (var i = 0; i < 3; i++) await Fabric.RecallAsync(new RecallRequest { Vector = new[] { 1f, 0 }, Reinforce = true });
        await RestAsync();
        Assert.Equal(4, (await Fabric.GetAsync("m"))!.Uses);
    }

    [Fact]
    public async Task A_fabric_whose_store_fails_says_so_and_is_read_anew_when_it_is_back()
    {
        await Fabric.RememberAsync(At("m", 1, 0));
        _store.Memories.OnCommit = (_, _) => throw new StoreUnavailableException("Store is gone.");
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Fabric.RememberAsync(At("n", 0, 1)));
        Assert.Equal("Store is gone.", error.Message);
        _store.Memories.OnCommit = null;
        Assert.True((await Fabric.RememberAsync(At("n", 0, 1))).Added);
        Assert.Equal(["m", "n"], await Fabric.ListAsync().Select(m => m.Id).ToListAsync());
    }

    [Fact]
    public async Task Lists_of_every_kind_can_be_asked_for()
    {
        MemoryRequest[] two = [At("a", 1, 0), At("b", 0, 1)];
        Assert.Equal(2, (await Fabric.RememberAsync(two)).Count);
        Assert.Equal(2, (await Fabric.RememberAsync(two.ToList())).Count);
        Assert.Equal(2, (await Fabric.RememberAsync([.. two.Where(m => m.Id is not null)])).Count);
        Assert.Equal(2, (await Fabric.RememberAsync(two.ToList().AsReadOnly())).Count);
        Assert.Single(await Fabric.RecallAsync([new RecallRequest { Vector = new[] { 1f, 0 } }]));
        Assert.Equal(1, await Fabric.ForgetAsync(["a"]));
    }

    [Fact]
    public async Task While_a_model_thinks_about_a_text_other_calls_are_answered()
    {
        await using var place = new SqlitePlace();
        using var model = new SlowModel();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(model);
            silo.AddAura(_ => CausalStores.Create(place.Store));
        });
        builder.ConfigureClient(client => client.AddAuraClient());
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var fabric = cluster.Client.Aura().Fabric("f");
        await fabric.RememberAsync(At("vector", 1, 0));
        var slow = fabric.RememberAsync(new MemoryRequest { Id = "text", Content = "text" }).AsTask();
        await model.Reached;
        Assert.Equal("vector", (await fabric.GetAsync("vector"))!.Id);
        Assert.Single((await fabric.RecallAsync(new RecallRequest { Vector = new[] { 1f, 0 } })).Hits);
        Assert.False(slow.IsCompleted);
        model.Free.Set();
        Assert.True((await slow).Added);
        Assert.Equal("SlowModel", (await fabric.DescribeAsync()).Embedding);
    }

    private static MemoryRequest At(string id, params float[] vector) =>
        new() { Id = id, Content = id, Interpretations = [new Interpretation { Label = "only", Vector = vector }] };

    // What the client sent before has arrived once another call is answered.
    private async Task HeardAsync() => await _host.Aura.StatisticsAsync();

    private async Task RestAsync()
    {
        await Fabric.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await _host.Cluster.WaitForDeactivationAsync(Fabric);
    }

    // Computes where it is called, as a model in this process would.
    private sealed class SlowModel : IEmbeddingGenerator<string, Embedding<float>>
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public ManualResetEventSlim Free { get; } = new();

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            _reached.TrySetResult();
            Free.Wait(cancellationToken);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(new[] { 0.6f, 0.8f }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => Free.Dispose();
    }
}
