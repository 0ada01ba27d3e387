using Aura.Client;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Client;

/// <summary>Aura in a container.</summary>
public sealed class DependencyInjection : IAsyncDisposable
{
    private readonly SqlitePlace _place = new();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task Aura_is_a_singleton_whose_store_is_opened_when_it_is_first_used()
    {
        await using var provider = new ServiceCollection().AddAura(_place.Store).BuildServiceProvider(validateScopes: true);
        var aura = provider.GetRequiredService<IAura>();
        await using (var scope = provider.CreateAsyncScope()) Assert.Same(aura, scope.ServiceProvider.GetRequiredService<IAura>());
        var agent = aura.Agent("a");
        Assert.False(File.Exists(_place.File));
        Assert.Equal(1, (await agent.SaveAsync("x", "first")).Version);
        Assert.True(File.Exists(_place.File));
    }

    [Fact]
    public async Task Disposing_the_container_closes_the_store()
    {
        IAura aura;
        await using (var provider = new ServiceCollection().AddAura(_place.Store).BuildServiceProvider())
        {
            aura = provider.GetRequiredService<IAura>();
            await aura.Agent("a").SaveAsync("x", "first");
        }
        await Assert.ThrowsAnyAsync<Exception>(async () => await aura.Agent("a").SaveAsync("x", "second"));
        await using var again = await AuraClient.OpenAsync(_place.Store);
        Assert.Equal(1, (await again.Agent("a").LoadAsync())!.Version);
    }

    [Fact]
    public async Task The_containers_clock_tells_when_states_were_recorded()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(StateSketch.Begin)).AddAura(_place.Store);
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(StateSketch.Begin, (await provider.GetRequiredService<IAura>().Agent("a").SaveAsync("x", "first")).RecordedAt);
    }

    [Fact]
    public async Task What_is_configured_wins_over_the_container()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(StateSketch.Begin)).AddAura(options =>
        {
            options.Store = _place.Store;
            options.Time = new FakeTimeProvider(StateSketch.Begin.AddDays(1));
        });
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(StateSketch.Begin.AddDays(1), (await provider.GetRequiredService<IAura>().Agent("a").SaveAsync("x", "first")).RecordedAt);
    }

    [Fact]
    public async Task A_store_that_cannot_be_is_refused_when_Aura_is_asked_for()
    {
        await using var provider = new ServiceCollection().AddAura("nonsense").BuildServiceProvider();
        Assert.Throws<InvalidInputException>(() => provider.GetRequiredService<IAura>());
    }

    [Fact]
    public async Task A_store_that_is_not_to_be_made_is_missed_at_the_first_use()
    {
        var services = new ServiceCollection().AddAura(options =>
        {
            options.Store = _place.Store;
            options.CreateStore = false;
        });
        await using var provider = services.BuildServiceProvider();
        var aura = provider.GetRequiredService<IAura>();
        await Assert.ThrowsAsync<NotFoundException>(async () => await aura.Agent("a").LoadAsync());
        Assert.False(File.Exists(_place.File));
        await using (await AuraClient.OpenAsync(_place.Store)) Assert.Null(await aura.Agent("a").LoadAsync());
    }
}
