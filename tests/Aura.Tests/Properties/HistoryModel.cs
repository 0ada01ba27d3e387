using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Properties;

/// <summary>
/// Runs random histories against Aura and against plain lists, and compares every answer. Each history has agents of its own, so that
/// many share one store.
/// </summary>
public sealed partial class HistoryModel(IAuraHost host, int number)
{
    private static readonly string[] Types = ["x", "y", "z"];

    private readonly List<ModelLine> _lines = [new($"{number}-a", BranchNames.Main, []), new($"{number}-b", BranchNames.Main, [])];

    public async Task RunAsync(IEnumerable<Step> steps)
    {
        host.Time.AdjustTime(StateSketch.Begin);
        foreach (var step in steps) await RunAsync(step);
        foreach (var line in _lines)
        {
            var verified = await Branch(line).VerifyAsync();
            Assert.Null(verified.Damage);
            Assert.Equal(line.States.Count(s => s.Branch == line.Branch), verified.States);
            AssertSame(line.States, await Branch(line).HistoryAsync().ToListAsync());
        }
    }

    private Task RunAsync(Step step)
    {
        var line = _lines[step.A % _lines.Count];
        return step.Kind switch
        {
            StepKind.Save => SaveAsync(line, host.Aura, new SaveRequest { Payload = $"{step}", Type = Type(step.B), OccurredAt = Occurred(step) }),
            StepKind.SaveElsewhere => SaveElsewhereAsync(line, step),
            StepKind.SaveExpecting => SaveAsync(line, host.Aura, new SaveRequest { Payload = $"{step}", ExpectedVersion = Math.Max(0, line.Version + step.B % 3 - 1) }),
            StepKind.SaveOperation => SaveAsync(line, host.Aura, new SaveRequest
            {
                Payload = $"{step}", OperationId = $"op{step.B % 4}", ExpectedVersion = (step.C % 3) switch { 0 => null, 1 => line.Version, _ => line.Version + 1 },
            }),
            StepKind.Fork => ForkAsync(line, step),
            StepKind.Promote => PromoteAsync(line, step),
            StepKind.Merge => MergeAsync(line, step),
            StepKind.Revert => RevertAsync(line, step),
            StepKind.Discard => DiscardAsync(line),
            StepKind.Why => WhyAsync(line),
            StepKind.Load => LoadAsync(line, new LoadRequest { Type = MaybeType(step.B) }, line.Last(Fits(step.B))),
            StepKind.LoadVersion => LoadVersionAsync(line, step),
            StepKind.LoadId => LoadIdAsync(line, step),
            StepKind.LoadRecorded => LoadRecordedAsync(line, step),
            StepKind.LoadOccurred => LoadOccurredAsync(line, step),
            StepKind.History => HistoryAsync(line, step),
            StepKind.Erase => EraseAsync(line, step),
            StepKind.Clock => SetClock(step),
            _ => RestartAsync(),
        };
    }

    private async Task SaveAsync(ModelLine line, IAura aura, SaveRequest request)
    {
        var branch = aura.Branch(line.Agent, line.Branch);
        if (request.OperationId is not null && line.Operation(request.OperationId) is { } first)
        {
            AssertSame([first], [await branch.SaveAsync(request)]);
            return;
        }
        if (request.ExpectedVersion is { } expected && expected != line.Version)
        {
            var error = await Assert.ThrowsAsync<ConcurrencyException>(async () => await branch.SaveAsync(request));
            Assert.Equal((expected, line.Version), (error.Expected, error.Actual));
            return;
        }
        if (line.IsDiscarded)
        {
            await Assert.ThrowsAsync<InvalidInputException>(async () => await branch.SaveAsync(request));
            return;
        }
        var head = line.States.LastOrDefault();
        var recorded = Timestamps.Truncate(host.Time.GetUtcNow());
        if (recorded < head?.RecordedAt) recorded = head.RecordedAt;
        var saved = await branch.SaveAsync(request);
        Assert.Equal(
            (line.Agent, line.Branch, line.Version + 1, request.Type, request.OperationId, recorded, Timestamps.Truncate(request.OccurredAt ?? recorded)),
            (saved.Agent, saved.Branch, saved.Version, saved.Type, saved.OperationId, saved.RecordedAt, saved.OccurredAt));
        Assert.Equal(request.Payload, saved.Payload);
        Assert.Equal(head is null ? [] : [head.Id], saved.Parents);
        Assert.DoesNotContain(_lines, l => l.States.Any(s => s.Id == saved.Id));
        line.States.Add(saved);
    }

    private async Task SaveElsewhereAsync(ModelLine line, Step step)
    {
        _elsewhere ??= await host.ConnectAsync();
        line.Stale = true;
        await SaveAsync(line, _elsewhere, new SaveRequest { Payload = $"{step}", Type = Type(step.B) });
    }

    private IAura? _elsewhere;

    private async Task ForkAsync(ModelLine line, Step step)
    {
        var agent = host.Aura.Agent(line.Agent);
        var name = $"b{step.C % 6}";
        var states = _lines.Where(l => l.Agent == line.Agent).SelectMany(l => l.States).DistinctBy(s => s.Id).ToArray();
        if (states.Length == 0 || _lines.Any(l => l.Agent == line.Agent && l.Branch == name))
        {
            var from = states.Length == 0 ? (StateId?)null : states[0].Id;
            await Assert.ThrowsAsync<InvalidInputException>(async () => await agent.CreateBranchAsync(name, from));
            return;
        }
        var at = states[step.B % states.Length];
        var info = await agent.CreateBranchAsync(name, at.Id);
        Assert.Equal((at.Branch, at.Id, at.Version, at.Version), (info.Origin, info.ForkState, info.ForkVersion, info.HeadVersion));
        var origin = _lines.First(l => l.Agent == line.Agent && l.States.Any(s => s.Id == at.Id));
        _lines.Add(new ModelLine(line.Agent, name, origin.States.Take((int)at.Version)));
        var expected = _lines.Where(l => l.Agent == line.Agent && (l.Branch != BranchNames.Main || l.Version > 0)).Select(l => (l.Branch, l.Version)).Order();
        Assert.Equal(expected, (await agent.ListBranchesAsync()).Select(b => (b.Name, b.HeadVersion)).Order());
    }

    private async Task LoadAsync(ModelLine line, LoadRequest request, AgentState? expected)
    {
        var found = await Branch(line).LoadAsync(request with { Fresh = line.Stale });
        line.Stale = false;
        AssertSame(expected is null ? [] : [expected], found is null ? [] : [found]);
    }

    private async Task LoadVersionAsync(ModelLine line, Step step)
    {
        var version = step.B % (line.Version + 3);
        var request = new LoadRequest { Version = version, Type = MaybeType(step.C) };
        if (version == 0) await Assert.ThrowsAsync<InvalidInputException>(async () => await Branch(line).LoadAsync(request));
        else await LoadAsync(line, request, version > line.Version ? null : line.Last(s => s.Version <= version && Fits(step.C)(s)));
    }

    private Task LoadIdAsync(ModelLine line, Step step)
    {
        var all = _lines.SelectMany(l => l.States).ToArray();
        if (all.Length == 0) return Task.CompletedTask;
        var id = all[step.B % all.Length].Id;
        return LoadAsync(line, new LoadRequest { Id = id, Type = MaybeType(step.C) }, line.Last(s => s.Id == id && Fits(step.C)(s)));
    }

    private Task LoadRecordedAsync(ModelLine line, Step step)
    {
        var time = Near(line, step.B, s => s.RecordedAt);
        return LoadAsync(line, new LoadRequest { RecordedAt = time, Type = MaybeType(step.C) }, line.Last(s => s.RecordedAt <= time && Fits(step.C)(s)));
    }

    private Task LoadOccurredAsync(ModelLine line, Step step)
    {
        var time = Near(line, step.B, s => s.OccurredAt);
        var expected = line.States.Where(s => s.OccurredAt <= time && Fits(step.C)(s)).MaxBy(s => (s.OccurredAt, s.Version));
        return LoadAsync(line, new LoadRequest { OccurredAt = time, Type = MaybeType(step.C) }, expected);
    }

    private async Task HistoryAsync(ModelLine line, Step step)
    {
        var request = new HistoryRequest
        {
            FromVersion = step.B % 3 == 0 ? null : step.B % (line.Version + 2),
            ToVersion = step.C % 3 == 0 ? null : step.C % (line.Version + 2),
            Type = MaybeType(step.B / 3),
            Limit = step.C % 4 == 0 ? step.C % 7 : null,
            NewestFirst = step.B % 2 == 0,
        };
        var expected = line.States.Where(s => s.Version >= (request.FromVersion ?? 1) && s.Version <= (request.ToVersion ?? long.MaxValue))
            .Where(s => request.Type is null || s.Type == request.Type);
        if (request.NewestFirst) expected = expected.Reverse();
        AssertSame([.. expected.Take(request.Limit ?? int.MaxValue)], await Branch(line).HistoryAsync(request).ToListAsync());
    }

    private async Task EraseAsync(ModelLine line, Step step)
    {
        if (line.Version == 0) return;
        var id = line.States[step.B % line.States.Count].Id;
        await host.Aura.Agent(line.Agent).ErasePayloadAsync(id);
        foreach (var other in _lines)
        {
            var i = other.States.FindIndex(s => s.Id == id);
            if (i >= 0) other.States[i] = other.States[i] with { Payload = null };
        }
    }

    private Task SetClock(Step step)
    {
        host.Time.AdjustTime(StateSketch.Begin.AddTicks(step.B * 37L).AddMilliseconds(step.C % 5));
        return Task.CompletedTask;
    }

    private async Task RestartAsync()
    {
        await host.RestartAsync();
        foreach (var line in _lines) line.Stale = false;
    }

    private IBranch Branch(ModelLine line) => host.Aura.Branch(line.Agent, line.Branch);

    private static string Type(int n) => Types[n % Types.Length];

    private static string? MaybeType(int n) => n % 2 == 0 ? null : Type(n / 2);

    private static Func<AgentState, bool> Fits(int n) => s => MaybeType(n) is not { } type || s.Type == type;

    private static DateTimeOffset? Occurred(Step step) => step.C % 2 == 0 ? null : StateSketch.Begin.AddTicks(step.C * 13L - 5000);

    // A time around that of one of the line's states: the very time, a tick before it, or one after it.
    private static DateTimeOffset Near(ModelLine line, int n, Func<AgentState, DateTimeOffset> clock) =>
        line.Version == 0 ? StateSketch.Begin : clock(line.States[n % line.States.Count]).AddTicks(n % 3 - 1);

    private static void AssertSame(IReadOnlyList<AgentState> expected, IReadOnlyList<AgentState> actual) =>
        Assert.Equal(expected.Select(s => s.Text()), actual.Select(s => s.Text()));
}
