using Aura.Engine;

namespace Aura.Client;

/// <summary>A speculation inside this process.</summary>
internal sealed class EmbeddedSpeculation(EmbeddedAura aura, string agent, string name) : ISpeculation
{
    public ValueTask<SpeculationInfo> StartAsync(SpeculationRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.StartAsync(request, cancellationToken), cancellationToken);

    public ValueTask<SpeculationInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.DescribeAsync(cancellationToken), cancellationToken);

    public ValueTask<SpeculationInfo> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.WaitAsync(atMost, cancellationToken), cancellationToken);

    public ValueTask<FutureLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.LeaseAsync(request, cancellationToken), cancellationToken);

    public ValueTask<AgentState> SaveAsync(string future, string lease, SaveRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.SaveAsync(future, lease, request, cancellationToken), cancellationToken);

    public ValueTask<SpeculationInfo> FinishAsync(string future, string lease, CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.FinishAsync(future, lease, cancellationToken), cancellationToken);

    public ValueTask<SpeculationInfo> CancelAsync(CancellationToken cancellationToken = default) =>
        CallAsync(engine => engine.CancelAsync(cancellationToken), cancellationToken);

    private async ValueTask<T> CallAsync<T>(Func<SpeculationEngine, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        await aura.OpenAsync(cancellationToken);
        using var held = aura.Speculations.Hold(agent, name);
        return await call(held.Engine);
    }
}
