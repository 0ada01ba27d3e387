namespace Aura.Engine;

/// <summary>Reads a line as an auditor would: nothing that a field says is believed unless a digest proves it.</summary>
public sealed class LineVerifier(ICausalStore store)
{
    private const int LinesAtOnce = 256;

    /// <summary>Verifies every line of the store, one result a line.</summary>
    public async IAsyncEnumerable<LineVerification> VerifyAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LineKey? last = null;
        while (true)
        {
            var lines = await store.ReadLinesAsync(last, LinesAtOnce, cancellationToken);
            foreach (var line in lines) yield return await VerifyAsync(line.Agent, line.Branch, cancellationToken);
            if (lines.Count < LinesAtOnce) break;
            last = lines[^1];
        }
        foreach (var orphan in await store.ReadOrphansAsync(cancellationToken)) yield return new LineVerification("?", "?", 0, null, orphan);
    }

    /// <summary>Verifies the states that were written on one branch, and the state it was forked at.</summary>
    public async ValueTask<LineVerification> VerifyAsync(string agent, string branch, CancellationToken cancellationToken)
    {
        long count = 0;
        AgentState? previous = null;
        Damage? damage = null;
        try
        {
            var record = await ReadRecordAsync(agent, branch, cancellationToken);
            if (record is null && branch != BranchNames.Main)
                return new LineVerification(agent, branch, 0, null, new Damage(0, null, "The branch's record is missing."));
            if (record?.ForkState is { } fork)
            {
                previous = (await store.ReadStatesAsync([fork], cancellationToken)).SingleOrDefault();
                damage = CheckForkPoint(record, previous);
            }
            try
            {
                await WalkAsync(new LineSegment(branch, long.MinValue, long.MaxValue));
            }
            catch (DamagedStateException e) when (damage is null)
            {
                // A page is read as a whole: what lies before the state that cannot be read is still to be checked.
                await WalkAsync(new LineSegment(branch, (previous?.Version ?? 0) + 1, e.Damage.Version - 1));
                damage ??= e.Damage;
            }
        }
        catch (DamagedStateException e)
        {
            damage = e.Damage;
        }
        return new LineVerification(agent, branch, count, previous?.Digest, damage);

        async Task WalkAsync(LineSegment segment)
        {
            await foreach (var page in new HistoryPages(store, agent).ReadAsync(segment, null, false, cancellationToken))
            {
                if (damage is not null) break;
                var causes = (await store.ReadCausesAsync([.. page.Select(s => s.Id)], cancellationToken)).ToLookup(l => l.Effect);
                foreach (var state in page)
                {
                    damage = await CheckAsync(state, previous, causes[state.Id], cancellationToken);
                    if (damage is not null) break;
                    previous = state;
                    count++;
                }
            }
        }
    }

    // The head that comes with a line may be the very state that cannot be read.
    private async ValueTask<BranchRecord?> ReadRecordAsync(string agent, string branch, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadLineAsync(agent, branch, cancellationToken))?.Record;
        }
        catch (DamagedStateException)
        {
            var info = (await store.ReadBranchesAsync(agent, branch, cancellationToken)).SingleOrDefault();
            return info is null ? null : new BranchRecord(agent, branch, info.Origin, info.ForkState, info.ForkVersion, info.CreatedAt, info.ExpiresAt);
        }
    }

    private static Damage? CheckForkPoint(BranchRecord record, AgentState? fork)
    {
        if (fork is null) return new Damage(record.ForkVersion, record.ForkState, "The state that the branch was forked at is missing.");
        return fork.Agent == record.Agent && fork.Branch == record.Origin && fork.Version == record.ForkVersion
            ? null
            : new Damage(record.ForkVersion, record.ForkState, "The branch's record names another place than the state it was forked at.");
    }

    private async ValueTask<Damage?> CheckAsync(
        AgentState state, AgentState? previous, IEnumerable<CausalLink> links, CancellationToken cancellationToken)
    {
        Damage Found(string problem) => new(state.Version, state.Id, problem);

        var expected = (previous?.Version ?? 0) + 1;
        if (state.Version != expected) return Found($"Version {expected} was to come next, but {state.Version} is there.");
        var parent = state.Parents.Count > 0 ? state.Parents[0] : (StateId?)null;
        if (parent != previous?.Id) return Found($"Its parent is {Named(parent)}, but the state before it is {Named(previous?.Id)}.");
        if (state.RecordedAt < previous?.RecordedAt) return Found("It was recorded before the state that it follows.");
        if (state.Payload is { } payload && Digest.Of(payload.Utf8.Span) != state.PayloadDigest)
            return Found("Its payload is not the one that was saved.");

        var parents = new Digest[state.Parents.Count];
        for (var i = 0; i < parents.Length; i++)
        {
            var found = i == 0 ? previous : (await store.ReadStatesAsync([state.Parents[i]], cancellationToken)).SingleOrDefault();
            if (found is null) return Found($"Its parent {state.Parents[i]} is missing.");
            parents[i] = found.Digest;
        }
        if (StateDigest.Compute(state, parents) != state.Digest) return Found("Its digest does not fit its fields.");

        var linked = state.Context.Causes.Where(c => c.State is not null)
            .Select(c => new CausalLink(c.State!.Value, state.Id, CausalEdgeKind.Cause, c.Relation, c.Confidence));
        return linked.SequenceEqual(links) ? null : Found("The links to its causes are not the ones that it names.");
    }

    private static string Named(StateId? id) => id?.ToString() ?? "none";
}
