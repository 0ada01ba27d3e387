using System.Globalization;

namespace Aura.LoadTests;

/// <summary>Sends one client's share of the schedule, each request when it is due, however many are still under way.</summary>
internal sealed class LoadClient(IAura aura, Schedule schedule, int client, Journal journal)
{
    // Enough for every agent to stall for many seconds; what is more is shed, and counted.
    private const int MaxUnderWay = 10_000;
    private const int WhyDepth = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly Payload Payload = Payload.From(new { decision = "explore", notes = new string('x', 450) });
    private static readonly CausalContext Context = new() { Causes = ["user_request"], Confidence = 0.9 };

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly SemaphoreSlim _free = new(MaxUnderWay);
    private long _zero;

    private TimeSpan Now => _time.GetElapsedTime(_zero);

    /// <summary>Sends what is due from now on, and waits until all of it has ended.</summary>
    /// <param name="zero">The timestamp of the schedule's time zero: the machine's monotonic clock, which all processes share.</param>
    public async Task RunAsync(long zero)
    {
        _zero = zero;
        var first = schedule.FirstDueAt(Now);
        var behind = (client - first % schedule.Clients + schedule.Clients) % schedule.Clients;
        for (var request = first + behind; request < schedule.Count; request += schedule.Clients)
        {
            var wait = schedule.DueOf(request) - Now;
            // A timer counts in milliseconds.
            if (wait > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time);
            if (_free.Wait(0)) _ = SendAsync(request);
            else journal.Add(new Answer(request, Now, Now, Outcome.Shed));
        }
        for (var i = 0; i < MaxUnderWay; i++) await _free.WaitAsync();
    }

    private async Task SendAsync(long request)
    {
        var agent = aura.Agent(schedule.AgentOf(request));
        journal.Add(Schedule.KindOf(request) switch
        {
            RequestKind.Save => await SaveAsync(agent, request),
            RequestKind.Load => await ReadAsync(request, async () => await agent.LoadAsync()),
            _ => await ReadAsync(request, async () => await agent.WhyAsync(query: new CausalQuery { Depth = WhyDepth })),
        });
        _free.Release();
    }

    private async Task<Answer> SaveAsync(IAgent agent, long request)
    {
        var sentAt = Now;
        var errors = new List<string>();
        var save = new SaveRequest { Payload = Payload, Context = Context, OperationId = request.ToString(CultureInfo.InvariantCulture) };
        while (true)
        {
            try
            {
                var state = await agent.SaveAsync(save);
                return new Answer(request, sentAt, Now, Outcome.Done, new(state.Agent, state.Version, state.Id), errors);
            }
            catch (Exception e)
            {
                errors.Add(e.GetType().Name);
                // Once an attempt is uncertain, a refusal of the next one does not settle it.
                if (errors.Count == 1 && e is InvalidInputException or ConcurrencyException or NotFoundException or OverloadedException)
                    return new Answer(request, sentAt, Now, Outcome.Refused, Errors: errors);
                if (Now > schedule.DueOf(request) + Deadline) return new Answer(request, sentAt, Now, Outcome.Unresolved, Errors: errors);
            }
            await Task.Delay(RetryDelay, _time);
        }
    }

    private async Task<Answer> ReadAsync(long request, Func<Task> read)
    {
        var sentAt = Now;
        try
        {
            await read();
            return new Answer(request, sentAt, Now, Outcome.Done);
        }
        catch (NotFoundException)
        {
            // Nobody has saved a state of this agent yet, and that was the answer.
            return new Answer(request, sentAt, Now, Outcome.Done);
        }
        catch (Exception e)
        {
            return new Answer(request, sentAt, Now, Outcome.Failed, Errors: [e.GetType().Name]);
        }
    }
}
