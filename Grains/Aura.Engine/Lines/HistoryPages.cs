using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>
/// Reads long stretches of states in pages, none of which holds a connection while its reader thinks. Pages grow while they are small in
/// bytes, so that a history of large payloads is never in memory as a whole; when they are large in states, the next one is read ahead.
/// </summary>
internal sealed class HistoryPages(ICausalStore store, string agent)
{
    private const int FirstPage = 64;
    private const int LargestPage = 4096;
    private const int SmallestReadAhead = 1024;
    private const long PageBytes = 4 << 20;

    private int _size = FirstPage;

    public async IAsyncEnumerable<IReadOnlyList<AgentState>> ReadAsync(
        LineSegment segment, string? type, bool descending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = (segment.From, segment.To);
        Ahead? ahead = null;
        try
        {
            while (from <= to)
            {
                // A line has no gaps, so where a full page ends is known before it is read. Where it turns out otherwise, what was read
                // ahead is read again.
                var start = descending ? to : from;
                var current = ahead?.Start == start ? ahead : null;
                if (current is null && ahead is not null) await Task.WhenAny(ahead.Page);
                var asked = current?.Size ?? _size;
                ahead = type is null && asked >= SmallestReadAhead ? Begin(descending ? start - asked : start + asked, asked) : null;
                var page = current is not null ? await current.Page : await ReadPageAsync(start, asked);
                if (page.Count == 0) yield break;
                yield return page;
                if (page.Count < asked) yield break;
                if (descending) to = page[^1].Version - 1;
                else from = page[^1].Version + 1;
                var mean = Math.Max(1, page.Sum(s => (long)(s.Payload?.Length ?? 0)) / page.Count);
                _size = (int)Math.Clamp(PageBytes / mean, 1, Math.Min(LargestPage, asked * 4L));
            }
        }
        finally
        {
            // The store must not be in use any more when the reader believes that it has stopped.
            if (ahead is not null) await Task.WhenAny(ahead.Page);
        }

        Ahead? Begin(long start, int size) =>
            start < segment.From || start > segment.To ? null : new Ahead(start, size, Task.Run(() => ReadPageAsync(start, size), cancellationToken));

        async Task<IReadOnlyList<AgentState>> ReadPageAsync(long start, int size) => await store.ReadRangeAsync(
            descending
                ? new LineRange(agent, segment.Branch, segment.From, start, size, Descending: true, type)
                : new LineRange(agent, segment.Branch, start, segment.To, size, Descending: false, type),
            cancellationToken);
    }

    private sealed record Ahead(long Start, int Size, Task<IReadOnlyList<AgentState>> Page);
}
