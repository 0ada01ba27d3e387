namespace Aura.Tests.Properties;

public sealed partial class HistoryModel
{
    private IEnumerable<AgentState> All(string agent) => _lines.Where(l => l.Agent == agent).SelectMany(l => l.States).DistinctBy(s => s.Id);

    private async Task PromoteAsync(ModelLine line, Step step)
    {
        var others = _lines.Where(l => l.Agent == line.Agent && l != line).ToArray();
        if (others.Length == 0) return;
        var other = others[step.B % others.Length];
        var best = other.States.LastOrDefault();
        var request = new PromoteRequest { Branch = other.Branch };
        if (line.IsDiscarded || other.IsDiscarded || best is null || line.Version == 0 || best.Branch != other.Branch
            || line.States.Any(s => s.Branch == line.Branch && s.Parents.Count > 1 && s.Parents[1] == best.Id))
        {
            // A main line without a state has no record in the store.
            await Assert.ThrowsAnyAsync<AuraException>(async () => await Branch(line).PromoteAsync(request));
            return;
        }
        if (best.Payload is null)
        {
            await Assert.ThrowsAsync<NotFoundException>(async () => await Branch(line).PromoteAsync(request));
            return;
        }
        var promotion = await Branch(line).PromoteAsync(request);
        AssertJoined(line, promotion, best, StateSource.Promotion);
        Assert.Equal((best.Payload, best.Type), (promotion.Payload, promotion.Type));
        line.States.Add(promotion);
    }

    private async Task MergeAsync(ModelLine line, Step step)
    {
        var all = All(line.Agent).ToDictionary(s => s.Id);
        if (all.Count == 0 || line.IsDiscarded) return;
        var (ours, theirs) = (line.States.Last(), all.Values.ElementAt(step.B % all.Count));
        var request = new MergeRequest { State = theirs.Id, Strategy = MergeStrategy.Theirs };
        var (above, below) = (AncestorsOf(ours), AncestorsOf(theirs));
        var common = above.Intersect(below).ToHashSet();
        var lowest = common.Where(c => !common.Any(d => d != c && AncestorsOf(all[d]).Contains(c))).ToHashSet();
        if (!lowest.Contains(theirs.Id) && (theirs.Payload is null || !lowest.Contains(ours.Id) && lowest.Append(ours.Id).Any(id => all[id].Payload is null)))
        {
            await Assert.ThrowsAsync<NotFoundException>(async () => await Branch(line).MergeAsync(request));
            return;
        }
        // Behind several ancestors there are others, which may be erased.
        if (lowest.Count > 1 && all.Values.Any(s => s.Payload is null)) return;
        var report = await Branch(line).MergeAsync(request);
        Assert.Equal(lowest, report.Bases.ToHashSet());
        Assert.Equal(lowest.Contains(theirs.Id) ? MergeKind.UpToDate : lowest.Contains(ours.Id) ? MergeKind.FastForward : MergeKind.Merged, report.Kind);
        if (report.State is { } merge)
        {
            AssertJoined(line, merge, theirs, StateSource.Merge);
            // These contents are plain texts: one that only we changed stays, and theirs wins where both did.
            if (report.Kind == MergeKind.FastForward) Assert.Equal(theirs.Payload, merge.Payload);
            else if (lowest.Count == 1) Assert.Equal(all[lowest.Single()].Payload!.Equals(theirs.Payload) ? ours.Payload : theirs.Payload, merge.Payload);
            line.States.Add(merge);
        }
        else
        {
            Assert.Equal(MergeKind.UpToDate, report.Kind);
        }

        HashSet<StateId> AncestorsOf(AgentState state)
        {
            var found = new HashSet<StateId>();
            var open = new Stack<StateId>([state.Id]);
            while (open.TryPop(out var id))
            {
                if (!found.Add(id)) continue;
                foreach (var parent in all[id].Parents) open.Push(parent);
            }
            return found;
        }
    }

    private async Task RevertAsync(ModelLine line, Step step)
    {
        if (line.Version == 0) return;
        var older = line.States[step.B % line.States.Count];
        var request = new RevertRequest { To = new LoadRequest { Version = older.Version, Fresh = line.Stale } };
        if (line.IsDiscarded || older.Payload is null)
        {
            await Assert.ThrowsAnyAsync<AuraException>(async () => await Branch(line).RevertAsync(request));
            return;
        }
        var head = line.States[^1];
        var reverted = await Branch(line).RevertAsync(request);
        Assert.Equal((StateSource.Revert, older.Payload, line.Version + 1), (reverted.Source, reverted.Payload, reverted.Version));
        Assert.Equal([head.Id], reverted.Parents);
        line.States.Add(reverted);
    }

    private async Task DiscardAsync(ModelLine line)
    {
        if (line.Branch == BranchNames.Main)
        {
            await Assert.ThrowsAsync<InvalidInputException>(async () => await Branch(line).DiscardAsync(new DiscardRequest()));
            return;
        }
        var before = line.IsDiscarded ? line.States[^1] : null;
        var lesson = await Branch(line).DiscardAsync(new DiscardRequest { Lesson = "lesson" });
        if (before is null) line.States.Add(lesson);
        else Assert.Equal(before.Id, lesson.Id);
    }

    // Nothing is said to have brought a state about that is not among its parents' parents: no state of another branch, unless it was joined.
    private async Task WhyAsync(ModelLine line)
    {
        if (line.Version == 0) return;
        var all = All(line.Agent).ToDictionary(s => s.Id);
        var expected = new HashSet<string>();
        var open = new Stack<StateId>([line.States[^1].Id]);
        while (open.TryPop(out var id))
        {
            if (!expected.Add(id.ToString())) continue;
            foreach (var parent in all[id].Parents) open.Push(parent);
            foreach (var cause in all[id].Context.Causes.Where(c => c.State is not null)) open.Push(cause.State!.Value);
        }
        var why = await host.Aura.Agent(line.Agent).WhyAsync(line.States[^1].Id);
        Assert.Equal(expected, why.Nodes.Where(n => n.Kind == CausalNodeKind.State).Select(n => n.Id).ToHashSet());
    }

    private static void AssertJoined(ModelLine line, AgentState join, AgentState joined, StateSource source)
    {
        Assert.Equal((source, line.Branch, line.Version + 1), (join.Source, join.Branch, join.Version));
        Assert.Equal([line.States[^1].Id, joined.Id], join.Parents);
    }
}
