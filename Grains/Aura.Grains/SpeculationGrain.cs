using Aura.Engine;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Timers;

namespace Aura.Grains;

/// <summary>
/// A speculation: has its futures run, each in its branch's grain. If this silo dies, whoever asks next, or a reminder, makes it go on
/// elsewhere.
/// </summary>
[GrainType("aura-speculation")]
[Reentrant]
public sealed class SpeculationGrain(EngineServices services, CallLimit limit) : Grain, ISpeculationGrain, IPausable, IRemindable
{
    private const string Reminder = "resume";

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // Well below the time after which a client takes no answer for one.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private SpeculationEngine? _engine;
    private Task _reminding = Task.CompletedTask;

    private SpeculationEngine Engine => _engine ??= CreateEngine();

    private IReminderRegistry? Reminders => ServiceProvider.GetService<IReminderRegistry>();

    /// <inheritdoc/>
    public async ValueTask<SpeculationInfo> StartAsync(SpeculationRequest request, CancellationToken cancellationToken = default)
    {
        var info = await RunAsync(() => Engine.StartAsync(request, cancellationToken));
        if (!info.HasEnded && _reminding.IsCompleted) _reminding = RemindAsync();
        return info;
    }

    /// <inheritdoc/>
    public ValueTask<SpeculationInfo> DescribeAsync(CancellationToken cancellationToken = default) => RunAsync(() => Engine.DescribeAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SpeculationInfo> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.WaitAsync(atMost < LongestWait ? atMost : LongestWait, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<FutureLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.LeaseAsync(request, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<AgentState> SaveAsync(string future, string lease, SaveRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.SaveAsync(future, lease, request, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SpeculationInfo> FinishAsync(string future, string lease, CancellationToken cancellationToken = default) =>
        RunAsync(() => Engine.FinishAsync(future, lease, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SpeculationInfo> CancelAsync(CancellationToken cancellationToken = default) => RunAsync(() => Engine.CancelAsync(cancellationToken));

    /// <inheritdoc/>
    public ValueTask PauseAsync() => Engine.ForgetAsync();

    /// <summary>Goes on with what another silo has left, and wants no more reminders of what has ended.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            if (!(await Engine.DescribeAsync()).HasEnded) return;
        }
        catch (NotFoundException)
        {
            // The agent was erased.
        }
        await UnregisterAsync();
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_engine is not null) await _engine.DisposeAsync();
    }

    private SpeculationEngine CreateEngine()
    {
        var (agent, name) = BranchKey.Parse(this.GetPrimaryKeyString());
        return new SpeculationEngine(services, new ClusterSpeculationHost(GrainFactory), Names.Check("agent", agent), Rules.SpeculationName(name));
    }

    private ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call) => limit.RunAsync(call);

    // Beside the call that started it: the service may take a while to be ready in a silo that has just begun. Whatever fails here only
    // leaves the speculation to whoever asks for it.
    private async Task RemindAsync()
    {
        const ConfigureAwaitOptions whatever = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
        if (Reminders is not { } reminders) return;
        await ((Task)reminders.RegisterOrUpdateReminder(GrainContext.GrainId, Reminder, Period, Period)).ConfigureAwait(whatever);
        await Engine.Running.ConfigureAwait(whatever);
        await ForgoAsync().ConfigureAwait(whatever);
    }

    // What runs no more need not have ended: the silo may be about to stop, and then the reminder is all that makes it go on elsewhere.
    private async Task ForgoAsync()
    {
        if (await Engine.HasEndedAsync()) await UnregisterAsync();
    }

    private async Task UnregisterAsync()
    {
        if (Reminders is not { } reminders || await reminders.GetReminder(GrainContext.GrainId, Reminder) is not { } reminder) return;
        await reminders.UnregisterReminder(GrainContext.GrainId, reminder);
    }
}
