using Aura.Tests.Hosting;

namespace Aura.Tests.Integrity;

/// <summary>
/// What is changed behind Aura's back is found at the first bad version, and lines that were not touched hold. In the SQL, <c>AT n</c> is
/// the state a/main@n; the parameters are some digest, the id of b/main@1, a time, the ids of a/main@2 and a/main@4, and some bytes.
/// </summary>
public abstract class Tampering : IAsyncLifetime
{
    private const string MainLine = "(SELECT line FROM branches WHERE agent = 'a' AND name = 'main')";

    private EmbeddedHost _host = null!;
    private AgentState[] _main = null!;
    private AgentState _other = null!;

    protected abstract ValueTask<IStorePlace> MakePlaceAsync();

    public async ValueTask InitializeAsync()
    {
        _host = await EmbeddedHost.StartAsync(await MakePlaceAsync());
        _other = await _host.Aura.Agent("b").SaveAsync("x", "other");
        await _host.Aura.Agent("b").SaveAsync("x", "other again");
        var a = _host.Aura.Agent("a");
        var large = Payload.Parse($"\"{new string('x', 2 << 20)}\"");
        var context = new CausalContext
        {
            Causes = ["label", Cause.Of(_other.Id, CausalRelation.Enabled, 0.5), _other], Effects = ["effect"], Confidence = 0.5,
        };
        _main =
        [
            await a.SaveAsync("x", "1"), await a.SaveAsync(new SaveRequest { Payload = large, Type = "x", Context = context, OperationId = "op" }),
            await a.SaveAsync("x", "3"), await a.SaveAsync("x", "4"), await a.SaveAsync("x", "5"),
        ];
        await a.CreateBranchAsync("x", _main[2].Id);
        var x = _host.Aura.Branch("a", "x");
        for (var i = 4; i < 7; i++) await x.SaveAsync("x", $"{i}", new CausalContext { Causes = [_main[1]] });
        await _host.RestartAsync();
        await _host.Place.DropConstraintsAsync();
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task An_untouched_store_holds()
    {
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "main", 5L), ("a", "x", 3L), ("b", "main", 2L)], lines.Select(l => (l.Agent, l.Branch, l.States)));
        Assert.All(lines, l => Assert.Null(l.Damage));
        Assert.Equal(_main[4].Digest, lines[0].Head);
    }

    [Theory]
    [InlineData("UPDATE states SET payload = '\"forged\"' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload = '\"4\" ' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload = 'no json' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload = NULL WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload_digest = @p0 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload = '\"5\"', payload_digest = (SELECT payload_digest FROM states WHERE AT 5) WHERE AT 4", 4)]
    [InlineData("UPDATE states SET digest = @p0 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET digest = @p5 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET payload_digest = @p5 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET digest = @p0 WHERE AT 5", 5)]
    [InlineData("UPDATE states SET digest = @p0 WHERE AT 1", 1)]
    [InlineData("UPDATE states SET parent = @p1 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET parent = @p3 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET parent = NULL WHERE AT 4", 4)]
    [InlineData("UPDATE states SET merge_parent = @p1 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET type = 'forged' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET source = 1 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET source = 99 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET operation_id = 'forged' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET operation_id = NULL WHERE AT 2", 2)]
    [InlineData("UPDATE states SET context = '{\"effects\":[\"forged\"]}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = replace(context, '0.5', '0.6') WHERE AT 2", 2)]
    [InlineData("UPDATE states SET context = replace(context, 'label', 'forged') WHERE AT 2", 2)]
    [InlineData("UPDATE states SET context = NULL WHERE AT 2", 2)]
    [InlineData("UPDATE states SET context = '{\"forged\":1}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = 'no json' WHERE AT 5", 5)]
    [InlineData("UPDATE states SET context = 'null' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = '{\"causes\":[null]}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = '{\"effects\":[null]}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = '{\"causes\":[\"state:forged\"]}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET context = '{\"counterfactuals\":{\"a\":null}}' WHERE AT 4", 4)]
    [InlineData("UPDATE states SET occurred_at = @p2 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET recorded_at = @p2 WHERE AT 4", 4)]
    [InlineData("UPDATE states SET line = 999 WHERE AT 4", 5)]
    [InlineData("UPDATE states SET line = 999 WHERE AT 1", 2)]
    [InlineData("UPDATE states SET version = 40 WHERE AT 4", 5)]
    [InlineData("UPDATE states SET version = 40 WHERE AT 5", 40)]
    [InlineData("UPDATE states SET version = 100 WHERE AT 4; UPDATE states SET version = 4 WHERE AT 5; UPDATE states SET version = 5 WHERE AT 100", 4)]
    [InlineData("UPDATE states SET version = 0 WHERE AT 1", 0)]
    [InlineData("DELETE FROM states WHERE AT 4", 5)]
    [InlineData("DELETE FROM states WHERE AT 1", 2)]
    [InlineData("UPDATE links SET relation = 3 WHERE effect = @p3 AND ordinal = 0", 2)]
    [InlineData("UPDATE links SET confidence = 0.6 WHERE effect = @p3 AND ordinal = 0", 2)]
    [InlineData("UPDATE links SET confidence = NULL WHERE effect = @p3 AND ordinal = 0", 2)]
    [InlineData("UPDATE links SET cause = @p4 WHERE effect = @p3 AND ordinal = 1", 2)]
    [InlineData("UPDATE links SET effect = @p4 WHERE effect = @p3 AND ordinal = 1", 2)]
    [InlineData("DELETE FROM links WHERE effect = @p3 AND ordinal = 1", 2)]
    [InlineData("INSERT INTO links (effect, ordinal, cause, relation) VALUES (@p3, 9, @p1, 0)", 2)]
    [InlineData("INSERT INTO links (effect, ordinal, cause, relation) VALUES (@p4, 0, @p1, 0)", 4)]
    [InlineData("UPDATE blobs SET content = @p5", 2)]
    [InlineData("DELETE FROM blobs", 2)]
    public async Task A_change_of_a_line_is_found_at_its_first_bad_version(string sql, long version)
    {
        // What is missing, or not in its place, shows one state later than it was.
        var expectedStates = version switch { 0 => 0, 40 => 4, _ => version - 1 };
        if (sql.Contains("999", StringComparison.Ordinal) || sql.Contains("40", StringComparison.Ordinal) && version == 5
            || sql.StartsWith("DELETE FROM states", StringComparison.Ordinal)) expectedStates = version - 2;
        await TamperAsync(sql);
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        var line = Assert.Single(lines, l => (l.Agent, l.Branch) == ("a", "main"));
        Assert.Equal(version, line.Damage?.Version);
        Assert.EndsWith(".", line.Damage!.Problem, StringComparison.Ordinal);
        Assert.Equal(expectedStates, line.States);
        Assert.All(lines.Where(l => l.Agent != "?" && (l.Agent, l.Branch) != ("a", "main")), l => Assert.Null(l.Damage));
        Assert.Equal(sql.Contains("999", StringComparison.Ordinal), lines.Any(l => l.Agent == "?" && l.Damage!.Version == version - 1));
        Assert.Equal(line, await _host.Aura.Agent("a").VerifyAsync());
    }

    [Theory]
    [InlineData("UPDATE branches SET fork_state = @p3 WHERE name = 'x'", 3)]
    [InlineData("UPDATE branches SET fork_state = @p1 WHERE name = 'x'", 3)]
    [InlineData("UPDATE branches SET fork_version = 2 WHERE name = 'x'", 2)]
    [InlineData("UPDATE branches SET fork_version = 2, fork_state = @p3 WHERE name = 'x'", 4)]
    [InlineData("UPDATE branches SET origin = 'x' WHERE name = 'x'", 3)]
    [InlineData("UPDATE branches SET origin = 'none' WHERE name = 'x'", 3)]
    public async Task A_change_of_a_forks_record_is_found_on_its_branch(string sql, long version)
    {
        await TamperAsync(sql);
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal(version, Assert.Single(lines, l => (l.Agent, l.Branch) == ("a", "x")).Damage?.Version);
        Assert.All(lines.Where(l => l.Branch == "main"), l => Assert.Null(l.Damage));
    }

    [Fact]
    public async Task A_removed_record_of_a_branch_is_found_by_the_states_that_it_leaves()
    {
        await TamperAsync("DELETE FROM branches WHERE name = 'x'");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "main", true), ("b", "main", true), ("?", "?", false)], lines.Select(l => (l.Agent, l.Branch, l.Holds)));
        Assert.Equal(4, lines[2].Damage!.Version);
        Assert.False((await _host.Aura.Branch("a", "x").VerifyAsync()).Holds);
    }

    [Fact]
    public async Task A_branch_that_was_renamed_is_found()
    {
        await TamperAsync("UPDATE branches SET name = 'zz' WHERE name = 'x'");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "zz", 4L)], lines.Where(l => !l.Holds).Select(l => (l.Agent, l.Branch, l.Damage!.Version)));
    }

    [Fact]
    public async Task A_removed_record_of_main_is_found_by_its_states_and_its_branches()
    {
        await TamperAsync("DELETE FROM branches WHERE agent = 'a' AND name = 'main'");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "x", 3L), ("?", "?", 1L)], lines.Where(l => !l.Holds).Select(l => (l.Agent, l.Branch, l.Damage!.Version)));
    }

    [Fact]
    public async Task A_line_that_is_given_to_another_agent_is_found()
    {
        await TamperAsync("UPDATE branches SET agent = 'zz' WHERE agent = 'a' AND name = 'main'");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "x", 3L), ("zz", "main", 1L)], lines.Where(l => !l.Holds).Select(l => (l.Agent, l.Branch, l.Damage!.Version)));
    }

    [Fact]
    public async Task A_state_that_is_moved_to_another_agents_line_is_found_on_both()
    {
        await TamperAsync("UPDATE states SET line = (SELECT line FROM branches WHERE agent = 'b'), version = 3 WHERE AT 4");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "main", 5L), ("b", "main", 3L)], lines.Where(l => !l.Holds).Select(l => (l.Agent, l.Branch, l.Damage!.Version)));
    }

    [Fact]
    public async Task A_removed_fork_point_is_found_on_both_lines()
    {
        await TamperAsync("DELETE FROM states WHERE AT 3");
        var lines = await _host.Aura.VerifyAsync().ToListAsync();
        Assert.Equal([("a", "main", 4L), ("a", "x", 3L)], lines.Where(l => !l.Holds).Select(l => (l.Agent, l.Branch, l.Damage!.Version)));
    }

    [Fact]
    public async Task A_removed_origin_is_told_by_every_read_of_its_branches()
    {
        await TamperAsync("DELETE FROM branches WHERE name = 'main'");
        var branch = _host.Aura.Branch("a", "x");
        foreach (var call in (Func<Task>[])
        [
            async () => await branch.LoadAsync(new LoadRequest { Version = 1 }),
            async () => await branch.LoadAsync(new LoadRequest { RecordedAt = StateSketch.Begin }),
            async () => await branch.HistoryAsync().ToListAsync(),
        ])
            await Assert.ThrowsAsync<StoreException>(call);
    }

    [Fact]
    public async Task An_unreadable_state_is_an_error_of_the_store_for_those_who_read_it()
    {
        await TamperAsync("UPDATE states SET context = 'no json' WHERE AT 5");
        foreach (var call in (Func<Task>[])
        [
            async () => await _host.Aura.Agent("a").LoadAsync(), async () => await _host.Aura.Agent("a").HistoryAsync().ToListAsync(),
            async () => await _host.Aura.Agent("a").SaveAsync("x", "y"), async () => await _host.Aura.Agent("a").WhyAsync(),
        ])
            await Assert.ThrowsAnyAsync<StoreException>(call);
        Assert.Equal(4, (await _host.Aura.FindAsync(_main[3].Id))!.Version);
    }

    /// <summary>Times that no clock shows, as this store's raw SQL.</summary>
    public abstract IEnumerable<string> ImpossibleTimes { get; }

    [Fact]
    public async Task A_time_that_no_clock_shows_is_found()
    {
        foreach (var time in ImpossibleTimes)
        {
            foreach (var column in (string[])["occurred_at", "recorded_at"])
            {
                var before = await _host.Place.SqlAsync($"SELECT {column} FROM states WHERE line = {MainLine} AND version = 4");
                await TamperAsync($"UPDATE states SET {column} = {time} WHERE AT 4");
                var line = await _host.Aura.Agent("a").VerifyAsync();
                Assert.True(line is { Damage.Version: 4, States: 3 }, $"{column} = {time}: {line}");
                await _host.Place.SqlAsync($"UPDATE states SET {column} = @p0 WHERE line = {MainLine} AND version = 4", before!);
                Assert.Null((await _host.Aura.Agent("a").VerifyAsync()).Damage);
            }
        }
    }

    private Task TamperAsync(string sql)
    {
        for (var version = 0; version <= 100; version++)
            sql = System.Text.RegularExpressions.Regex.Replace(sql, $@"\bAT {version}\b", $"line = {MainLine} AND version = {version}");
        return _host.Place.SqlAsync(
            sql, new byte[32], _host.Place.Key(_other.Id), _host.Place.Time(StateSketch.Begin.AddHours(7)), _host.Place.Key(_main[1].Id),
            _host.Place.Key(_main[3].Id), new byte[] { 1, 2, 3 });
    }
}
