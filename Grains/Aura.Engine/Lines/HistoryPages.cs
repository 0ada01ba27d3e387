using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>
/// Reads long stretches of states in pages, none of which holds a connection while its reader thinks. Pages grow while they are small in
/// bytes, so that a history of large payloads is never in memory as a whole.
/// </summary>
internal sealed class HistoryPages(ICausalStore store, string agent)
{
    private const int FirstPage = 64;
    private const int LargestPage = 4096;
    private const long PageBytes = 4 << 20;

    private int _size = FirstPage;

    public async IAsyncEnumerable<IReadOnlyList<AgentState>> ReadAsync(
        LineSegment segment, string? type, bool descending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = (segment.From, segment.To);
        while (from <= to)
        {
            var asked = _size;
            var page = await store.ReadRangeAsync(
                new LineRange(agent, segment.Branch, from, to, asked, descending, type), cancellationToken);
            if (page.Count == 0) yield break;
            yield return page;
            if (page.Count < asked) yield break;
            if (descending) to = page[^1].Version - 1;
            else from = page[^1].Version + 1;
            var mean = Math.Max(1, page.Sum(s => (long)(s.Payload?.Length ?? 0)) / page.Count);
            _size = (int)Math.Clamp(PageBytes / mean, 1, Math.Min(LargestPage, asked * 4L));
        }
    }
}
