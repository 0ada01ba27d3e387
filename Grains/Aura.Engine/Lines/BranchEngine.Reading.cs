using System.Runtime.CompilerServices;

namespace Aura.Engine;

public partial class BranchEngine
{
    /// <inheritdoc/>
    public async ValueTask<AgentState?> LoadAsync(LoadRequest? request = null, CancellationToken cancellationToken = default)
    {
        if (request is null) return (_line ?? await ReadLineAsync(cancellationToken)).Head;
        Rules.Load(request);
        var line = request.Fresh || _line is null ? await ReadLineAsync(cancellationToken) : _line;

        AgentState? state;
        if (request.Id is { } id)
        {
            state = (await services.Store.ReadStatesAsync([id], cancellationToken)).SingleOrDefault();
            return state is not null && IsPartOf(line, state) && IsOfType(state, request.Type) ? state : null;
        }
        if (request.OccurredAt is { } occurred) return await LoadOccurredAsync(line, occurred, request.Type, cancellationToken);

        if (request.Version is { } version) state = await LoadVersionAsync(line, version, cancellationToken);
        else if (request.RecordedAt is { } recorded) state = await LoadRecordedAsync(line, recorded, cancellationToken);
        else state = line.Head;
        return state is null || IsOfType(state, request.Type) ? state : await LoadLastAsync(line, state.Version, request.Type!, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentState> HistoryAsync(
        HistoryRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        request = Rules.History(request ?? new HistoryRequest());
        var line = _line ?? await ReadLineAsync(cancellationToken);
        var pages = new HistoryPages(services.Store, agent);
        var left = request.Limit ?? long.MaxValue;
        foreach (var segment in request.NewestFirst ? line.Segments.Reverse() : line.Segments)
        {
            var part = segment with
            {
                From = Math.Max(segment.From, request.FromVersion ?? segment.From),
                To = Math.Min(segment.To, request.ToVersion ?? segment.To),
            };
            if (left == 0) yield break;
            await foreach (var page in pages.ReadAsync(part, request.Type, request.NewestFirst, cancellationToken))
            {
                foreach (var state in page)
                {
                    if (left-- == 0) yield break;
                    yield return state;
                }
            }
        }
    }

    private static bool IsOfType(AgentState state, string? type) => type is null || state.Type == type;

    private bool IsPartOf(LineSnapshot line, AgentState state) =>
        state.Agent == agent && line.Segments.Any(s => s.Branch == state.Branch && s.From <= state.Version && state.Version <= s.To);

    private async ValueTask<AgentState?> LoadVersionAsync(LineSnapshot line, long version, CancellationToken cancellationToken)
    {
        if (version == line.Head?.Version) return line.Head;
        var segment = line.Segments.Last(s => s.From <= version);
        var found = await services.Store.ReadRangeAsync(
            new LineRange(agent, segment.Branch, version, version, 1), cancellationToken);
        return found.SingleOrDefault();
    }

    private async ValueTask<AgentState?> LoadLastAsync(
        LineSnapshot line, long version, string type, CancellationToken cancellationToken)
    {
        foreach (var segment in line.Segments.Where(s => s.From <= version).Reverse())
        {
            var range = new LineRange(agent, segment.Branch, segment.From, Math.Min(segment.To, version), 1, Descending: true, type);
            if (await services.Store.ReadRangeAsync(range, cancellationToken) is [var found]) return found;
        }
        return null;
    }

    // Recorded times never fall along a line, so a binary search over versions needs no index of its own.
    private async ValueTask<AgentState?> LoadRecordedAsync(LineSnapshot line, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (line.Head is null || line.Head.RecordedAt <= time) return line.Head;
        AgentState? found = null;
        var (low, high) = (1L, line.Head.Version - 1);
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            var state = await LoadVersionAsync(line, middle, cancellationToken)
                ?? throw new StoreException($"Agent '{agent}', branch '{branch}' has no version {middle}: run verify on it.");
            if (state.RecordedAt <= time)
            {
                found = state;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return found;
    }

    private async ValueTask<AgentState?> LoadOccurredAsync(
        LineSnapshot line, DateTimeOffset time, string? type, CancellationToken cancellationToken)
    {
        // States happened at whole microseconds; the store must not round a time between two of them up.
        time = Timestamps.Truncate(time);
        var recordedTo = (await LoadRecordedAsync(line, time, cancellationToken))?.Version ?? 0;
        AgentState? last = null;
        foreach (var segment in line.Segments.Reverse())
        {
            var range = new LineRange(agent, segment.Branch, segment.From, segment.To, Type: type);
            var found = await services.Store.ReadOccurredAsync(range, time, recordedTo, cancellationToken);
            if (found is not null && (last is null || found.OccurredAt > last.OccurredAt)) last = found;
        }
        return last;
    }
}
