using Aura.Client;
using Aura.Tests.Hosting;

namespace Aura.Tests.Client;

/// <summary>Processes that look on while a speculation runs whose simulations they lack.</summary>
public sealed class Onlookers : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();
    private readonly AuraOptions _able = new();
    private IAura _runner = null!;
    private IAura _onlooker = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _able.Store = _place.Store;
        TestParts.Register(_able.Parts);
        _runner = await AuraClient.OpenAsync(_able);
        _onlooker = await AuraClient.OpenAsync(_place.Store);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        await _onlooker.DisposeAsync();
        await _place.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_lacks_a_simulation_sees_how_it_stands_and_ends_nothing()
    {
        var gate = Gate.New();
        await _runner.Agent("a").SaveAsync("x", "y");
        await _runner.Speculation("a", "s").StartAsync(new SpeculationRequest
        {
            Futures = [new() { Name = "x", Simulation = "gated", Arguments = Payload.From(new { gate = gate.Name, reward = 3 }) }],
            Scorer = "value",
            ScorerArguments = Payload.Parse("""{"path":"/reward"}"""),
        });
        await gate.Reached;
        await _runner.DisposeAsync();

        var seen = _onlooker.Speculation("a", "s");
        var info = await seen.WaitAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal((SpeculationStatus.Running, 1L), (info.Status, info.Futures[0].States));
        gate.Open();
        _runner = await AuraClient.OpenAsync(_able);
        var ends = seen.RunAsync(null!).AsTask();
        await _runner.Speculation("a", "s").DescribeAsync();
        info = await ends;
        Assert.Equal((SpeculationStatus.Won, "x"), (info.Status, info.Winner));
    }
}
