using System.Runtime.CompilerServices;

namespace Aura.Engine;

/// <summary>
/// Puts all states of an agent in an order in which they can be stored again: each after its parents. Lines are read side by side; where one
/// comes to a merge, the line that was merged goes first.
/// </summary>
internal sealed class HistoryExport(ICausalStore store, string agent)
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Streams the agent's branches and states as they stand.</summary>
    /// <exception cref="StoreException">A line waits for itself, or lacks a state: it was changed behind Aura's back.</exception>
    public async IAsyncEnumerable<ExportRecord> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var branches = await store.ReadBranchesAsync(agent, null, cancellationToken);
        var joins = (await store.ReadJoinsAsync(agent, cancellationToken)).ToDictionary(j => (j.Branch, j.Version));
        try
        {
            foreach (var branch in branches) _lines.Add(branch.Name, new Line(branch, Read(branch, cancellationToken).GetAsyncEnumerator(cancellationToken)));
            foreach (var branch in branches)
            {
                await foreach (var record in UntilAsync(branch.Name, branch.HeadVersion, joins)) yield return record;
            }
        }
        finally
        {
            foreach (var line in _lines.Values) await line.States.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<ExportRecord> UntilAsync(string branch, long version, Dictionary<(string, long), BranchJoin> joins)
    {
        var waiting = new Stack<(Line Line, long Version)>();
        Wait(branch, version);
        while (waiting.TryPeek(out var top))
        {
            var line = top.Line;
            if (line.Written >= top.Version && line.Opened)
            {
                waiting.Pop();
                continue;
            }
            if (!line.Opened)
            {
                if (line.Info.Origin is { } origin && Wait(origin, line.Info.ForkVersion)) continue;
                line.Opened = true;
                if (line.Info.ForkState is { } fork)
                    yield return new ExportRecord { Branch = new ExportedBranch(agent, line.Info.Name, fork, line.Info.CreatedAt, line.Info.ExpiresAt) };
                continue;
            }
            if (joins.TryGetValue((line.Info.Name, line.Written + 1), out var join) && Wait(join.JoinedBranch, join.JoinedVersion)) continue;
            if (!await line.States.MoveNextAsync() || line.States.Current.Version != line.Written + 1)
                throw Damaged($"agent '{agent}', branch '{line.Info.Name}' has no version {line.Written + 1}");
            line.Written++;
            var record = new ExportRecord { State = line.States.Current };
            // A line that has come to its end shall not keep its last page.
            if (line.Written == line.Info.HeadVersion) await line.States.DisposeAsync();
            yield return record;
        }

        // Whether there is something to wait for.
        bool Wait(string name, long until)
        {
            if (!_lines.TryGetValue(name, out var line)) throw Damaged($"agent '{agent}' has no branch '{name}', though others go on from it");
            if (line.Opened && line.Written >= until) return false;
            if (waiting.Any(w => ReferenceEquals(w.Line, line))) throw Damaged($"branch '{name}' of agent '{agent}' goes on from itself");
            waiting.Push((line, until));
            return true;
        }
    }

    private async IAsyncEnumerable<AgentState> Read(BranchInfo branch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var segment = new LineSegment(branch.Name, branch.ForkVersion + 1, branch.HeadVersion);
        await foreach (var page in new HistoryPages(store, agent).ReadAsync(segment, null, false, cancellationToken))
        {
            foreach (var state in page) yield return state;
        }
    }

    private static StoreException Damaged(string problem) => new($"The history cannot be exported, since {problem}: run verify on it.");

    private sealed class Line(BranchInfo info, IAsyncEnumerator<AgentState> states)
    {
        public BranchInfo Info => info;

        public IAsyncEnumerator<AgentState> States => states;

        public bool Opened { get; set; }

        public long Written { get; set; } = info.ForkVersion;
    }
}
