using Aura.Client;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Client;

/// <summary>Aura in a container.</summary>
public sealed class Registration : IDisposable
{
    private readonly SqlitePlace _place = new();

    public void Dispose() => _place.DisposeAsync();

    [Fact]
    public async Task Aura_is_one_object_that_opens_its_store_when_it_is_first_used_and_goes_with_the_container()
    {
        var services = new ServiceCollection().AddAura(_place.Store);
        IAura aura;
        await using (var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }))
        {
            aura = provider.GetRequiredService<IAura>();
            await using var scope = provider.CreateAsyncScope();
            Assert.Same(aura, scope.ServiceProvider.GetRequiredService<IAura>());
            var agent = aura.Agent("a");
            Assert.False(File.Exists(_place.File));
            Assert.Equal(1, (await agent.SaveAsync("x", "y")).Version);
            Assert.True(File.Exists(_place.File));
        }
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await aura.StatisticsAsync());
    }

    [Fact]
    public async Task Each_call_can_be_the_first()
    {
        foreach (var call in (Func<IAura, Task>[])
        [
            async aura => Assert.Null(await aura.Agent("a").LoadAsync()),
            async aura => Assert.Null(await aura.Agent("a").LoadAsync(new LoadRequest { Version = 1 })),
            async aura => Assert.Empty(await aura.Agent("a").HistoryAsync().ToListAsync()),
            async aura => Assert.Equal(0, (await aura.Agent("a").DescribeAsync()).HeadVersion),
            async aura => Assert.True((await aura.Agent("a").VerifyAsync()).Holds),
            async aura => Assert.Empty(await aura.Agent("a").ListBranchesAsync()),
            async aura => Assert.Empty(await aura.Agent("a").ListWhatIfsAsync()),
            async aura => Assert.Equal(0, (await aura.Agent("a").CalibrateAsync()).Confidence.Count),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").RetrieveAsync("project")),
            async aura => await Assert.ThrowsAsync<NotFoundException>(
                async () => await aura.Agent("a").WhatIfAsync(new() { State = default, Counterfactual = "x" })),
            async aura => await Assert.ThrowsAsync<InvalidInputException>(async () => await aura.Agent("a").CreateBranchAsync("x")),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").WhyAsync()),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").EffectsAsync()),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").PathAsync(default, default)),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").EraseAsync()),
            async aura => await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").ErasePayloadAsync(default)),
            async aura => Assert.Empty(await aura.AgentsAsync().ToListAsync()),
            async aura => Assert.Null(await aura.FindAsync(default)),
            async aura => Assert.Empty(await aura.VerifyAsync().ToListAsync()),
            async aura => Assert.Equal(0, (await aura.StatisticsAsync()).States),
        ])
        {
            await using var provider = new ServiceCollection().AddAura(_place.Store).BuildServiceProvider();
            await call(provider.GetRequiredService<IAura>());
        }
    }

    [Fact]
    public async Task The_containers_clock_and_the_callers_options_are_used()
    {
        var time = new FakeTimeProvider(StateSketch.Begin);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddAura(o =>
        {
            o.Store = _place.Store;
            o.Engine = o.Engine with { MaxPayloadBytes = 10 };
        });
        await using var provider = services.BuildServiceProvider();
        var aura = provider.GetRequiredService<IAura>();
        var saved = await aura.Agent("a").SaveAsync("x", "y");
        Assert.Equal((StateSketch.Begin, StateSketch.Begin), (saved.RecordedAt, saved.OccurredAt));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await aura.Agent("a").SaveAsync("x", "far too long"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retrieval_is_registered_as_a_keyed_service_before_Aura_or_after_it_or_with_the_options(bool after)
    {
        var services = new ServiceCollection();
        if (!after) services.AddKeyedSingleton<IRetrieval, Mine>("mine");
        services.AddAura(options =>
        {
            options.Store = _place.Store;
            options.Parts.Retrievals.Add("here", new Mine());
        });
        if (after) services.AddKeyedSingleton<IRetrieval>("mine", (_, _) => new Mine());
        await using var provider = services.BuildServiceProvider();
        var agent = provider.GetRequiredService<IAura>().Agent("a");
        await agent.SaveAsync("x", "y");
        foreach (var name in (string[])["mine", "here"]) Assert.Equal("\"mine\"", (await agent.RetrieveAsync(name)).Result.ToString());
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await agent.RetrieveAsync("yours"));
        Assert.Equal("Retrieval 'yours' is not registered: decayed, enrich, here, mine, project, summarise-history.", error.Message);
    }

    [Fact]
    public async Task A_store_that_could_not_be_opened_is_tried_again()
    {
        await using var provider = new ServiceCollection().AddAura(o => (o.Store, o.CreateStore) = (_place.Store, false)).BuildServiceProvider();
        var aura = provider.GetRequiredService<IAura>();
        await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").SaveAsync("x", "y"));
        await (await AuraClient.OpenAsync(_place.Store)).DisposeAsync();
        Assert.Equal(1, (await aura.Agent("a").SaveAsync("x", "y")).Version);
    }

    [Fact]
    public void A_wrong_option_is_told_when_Aura_is_resolved()
    {
        using var provider = new ServiceCollection().AddAura("nowhere").BuildServiceProvider();
        Assert.Equal("store", Assert.Throws<InvalidInputException>(() => provider.GetRequiredService<IAura>()).Field);
    }

    private sealed class Mine : IRetrieval
    {
        public ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Payload>("mine");
    }
}
