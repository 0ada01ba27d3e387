using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Hosting;

/// <summary>A test through <see cref="IAura"/>, whatever serves it.</summary>
public abstract class AuraTest : IAsyncLifetime
{
    /// <summary>What serves.</summary>
    protected IAuraHost Host { get; private set; } = null!;

    /// <summary>The way in.</summary>
    protected IAura Aura => Host.Aura;

    /// <summary>The clock, which goes on by a millisecond whenever it is looked at.</summary>
    protected FakeTimeProvider Time => Host.Time;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Host = await StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
    }

    /// <summary>Starts a host over an empty store.</summary>
    protected abstract ValueTask<IAuraHost> StartAsync();

    /// <summary>Saves so many states whose payloads are their versions.</summary>
    protected static async Task<AgentState[]> SaveAsync(IBranch branch, int count, string type = StateTypes.AgentMemory)
    {
        var states = new AgentState[count];
        for (var i = 0; i < count; i++) states[i] = await branch.SaveAsync(type, $"state {i + 1}");
        return states;
    }

    /// <summary>The versions of a history.</summary>
    protected static async Task<IEnumerable<long>> VersionsAsync(IBranch branch, HistoryRequest? request = null) =>
        await branch.HistoryAsync(request).Select(s => s.Version).ToListAsync();

    /// <summary>Every line holds, and there are so many.</summary>
    protected async Task AssertHoldsAsync(int lines)
    {
        var verified = await Aura.VerifyAsync().ToListAsync();
        Assert.All(verified, v => Assert.Null(v.Damage));
        Assert.Equal(lines, verified.Count);
    }
}
