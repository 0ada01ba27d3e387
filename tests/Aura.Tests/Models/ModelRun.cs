using Aura.Client;

namespace Aura.Tests.Models;

/// <summary>Runs steps against Aura and the model side by side, and compares every answer.</summary>
public sealed class ModelRun(string store, string agentName) : IAsyncDisposable
{
    private static readonly string[] Types = ["decision", "observation", "note"];

    private readonly SettableClock _clock = new();
    private readonly AgentModel _model = new();
    private IAura? _aura;

    /// <summary>Runs the steps, and then reads everything back through a client that has nothing in memory.</summary>
    public async Task RunAsync(IEnumerable<Step> steps)
    {
        await ReopenAsync();
        foreach (var step in steps) await StepAsync(step);
        await ReopenAsync();
        foreach (var branch in _model.Branches)
        {
            Assert.Equal(_model.Line(branch).Select(Shape), await ReadAsync(branch, new HistoryRequest()));
            Assert.True((await _aura!.Branch(agentName, branch).VerifyAsync()).Holds);
        }
        var listed = await _aura!.Agent(agentName).ListBranchesAsync();
        if (_model.States.Count > 0) Assert.Equal(_model.Branches.Order(StringComparer.Ordinal), listed.Select(b => b.Name).Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_aura is not null) await _aura.DisposeAsync();
    }

    private Task StepAsync(Step step) => step.Kind switch
    {
        StepKind.Save => SaveAsync(step),
        StepKind.Branch => BranchAsync(step),
        StepKind.SetClock => SetClockAsync(step),
        StepKind.Reopen => ReopenAsync(),
        StepKind.Load => LoadAsync(step),
        _ => HistoryAsync(step),
    };

    private async Task SaveAsync(Step step)
    {
        var branch = Branch(step.A);
        var line = _model.Line(branch);
        var request = new SaveRequest
        {
            Payload = Payload.Parse($"{step.B}"),
            Type = Types[step.B % Types.Length],
            OperationId = step.C % 3 == 0 ? $"operation-{step.C % 12}" : null,
            OccurredAt = step.D % 2 == 0 ? null : _clock.Now.AddSeconds(step.D % 40 - 20),
            ExpectedVersion = (step.C % 5) switch { 0 => line.Count, 1 => step.D % (line.Count + 2), _ => null },
            Context = new CausalContext { Causes = line.Count > 0 && step.D % 4 == 0 ? [line[step.D % line.Count]] : ["step"] },
        };
        var first = _model.Operation(branch, request.OperationId);
        if (first is null && request.ExpectedVersion is { } expected && expected != line.Count)
        {
            var refusal = await Assert.ThrowsAsync<ConcurrencyException>(async () => await _aura!.Branch(agentName, branch).SaveAsync(request));
            Assert.Equal((expected, (long)line.Count), (refusal.Expected, refusal.Actual));
            return;
        }
        var saved = await _aura!.Branch(agentName, branch).SaveAsync(request);
        if (first is not null)
        {
            Assert.Equal(Shape(first), Shape(saved));
            return;
        }
        var head = line.Count > 0 ? line[^1] : null;
        Assert.Equal((line.Count + 1, branch, request.Type, request.OperationId), (saved.Version, saved.Branch, saved.Type, saved.OperationId));
        Assert.Equal(head is null ? [] : [head.Id], saved.Parents);
        Assert.Equal(head is not null && head.RecordedAt > _clock.Now ? head.RecordedAt : _clock.Now, saved.RecordedAt);
        Assert.Equal(request.OccurredAt ?? saved.RecordedAt, saved.OccurredAt);
        _model.Add(saved);
    }

    private async Task BranchAsync(Step step)
    {
        if (_model.States.Count == 0) return;
        var from = _model.States[step.A % _model.States.Count];
        var name = $"branch-{step.B % 6}";
        var request = new CreateBranchRequest { Name = name, From = from.Id };
        if (_model.Fork(name, from))
        {
            var made = await _aura!.Agent(agentName).CreateBranchAsync(request);
            Assert.Equal((from.Id, from.Version, from.Branch), (made.ForkState!.Value, made.ForkVersion, made.Origin));
        }
        else
        {
            await Assert.ThrowsAsync<InvalidInputException>(async () => await _aura!.Agent(agentName).CreateBranchAsync(request));
        }
    }

    private Task SetClockAsync(Step step)
    {
        _clock.Now = _clock.Now.AddSeconds(step.A % 30 - 8).AddMicroseconds(step.B % 3);
        return Task.CompletedTask;
    }

    private async Task ReopenAsync()
    {
        if (_aura is not null) await _aura.DisposeAsync();
        _aura = await AuraClient.OpenAsync(new AuraOptions { Store = store, Time = _clock });
    }

    private async Task LoadAsync(Step step)
    {
        var branch = Branch(step.A);
        var line = _model.Line(branch);
        var type = step.C % 3 == 0 ? Types[step.C % Types.Length] : null;
        var time = _clock.Now.AddSeconds(step.D % 60 - 40);
        var typed = line.Where(s => type is null || s.Type == type).ToArray();
        var (request, expected) = (step.B % 5) switch
        {
            0 => (new LoadRequest { Type = type }, typed.LastOrDefault()),
            1 => (new LoadRequest { Version = step.D % 20 + 1, Type = type }, AtVersion(step.D % 20 + 1)),
            2 => (new LoadRequest { RecordedAt = time, Type = type }, typed.LastOrDefault(s => s.RecordedAt <= time)),
            3 => (new LoadRequest { OccurredAt = time, Type = type }, typed.Where(s => s.OccurredAt <= time).MaxBy(s => (s.OccurredAt, s.Version))),
            _ when _model.States.Count == 0 => (new LoadRequest { Fresh = true, Type = type }, typed.LastOrDefault()),
            _ => ById(_model.States[step.D % _model.States.Count]),
        };
        Assert.Equal(Shape(expected), Shape(await _aura!.Branch(agentName, branch).LoadAsync(request)));

        AgentState? AtVersion(long version) => version > line.Count ? null : typed.LastOrDefault(s => s.Version <= version);

        (LoadRequest, AgentState?) ById(AgentState state) =>
            (new LoadRequest { Id = state.Id, Type = type }, typed.FirstOrDefault(s => s.Id == state.Id));
    }

    private async Task HistoryAsync(Step step)
    {
        var branch = Branch(step.A);
        var request = new HistoryRequest
        {
            FromVersion = step.B % 3 == 0 ? step.C % 10 : null,
            ToVersion = step.B % 4 == 0 ? step.D % 20 : null,
            Type = step.C % 3 == 0 ? Types[step.C % Types.Length] : null,
            Limit = step.D % 3 == 0 ? step.D % 8 : null,
            NewestFirst = step.A % 2 == 0,
        };
        var expected = _model.Line(branch).Where(s =>
            s.Version >= (request.FromVersion ?? 0) && s.Version <= (request.ToVersion ?? long.MaxValue) && (request.Type is null || s.Type == request.Type));
        if (request.NewestFirst) expected = expected.Reverse();
        Assert.Equal(expected.Take(request.Limit ?? int.MaxValue).Select(Shape), await ReadAsync(branch, request));
    }

    private string Branch(int number) => _model.Branches[number % _model.Branches.Count];

    private async Task<List<string?>> ReadAsync(string branch, HistoryRequest request)
    {
        var states = new List<string?>();
        await foreach (var state in _aura!.Branch(agentName, branch).HistoryAsync(request)) states.Add(Shape(state));
        return states;
    }

    private static string? Shape(AgentState? state) => state is null
        ? null
        : $"{state.Id} {state.Branch}@{state.Version} {state.Type} {state.Payload} {state.OperationId} {state.OccurredAt:O} {state.RecordedAt:O} {state.Digest}";
}
