using Aura.Engine;
using Aura.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Lines;

/// <summary>How many callers' saves share one commit.</summary>
public sealed class GroupCommitting : EngineTest
{
    private readonly List<int> _batches = [];
    private readonly TaskCompletionSource _atStore = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    protected override EngineOptions Options => new() { MaxBatchStates = 100, MaxBatchBytes = 1000, QueueLength = 150 };

    /// <inheritdoc/>
    protected override int? ConcurrentBatches => 1;

    [Fact]
    public async Task A_lone_save_is_a_commit_of_its_own_and_waits_for_nobody()
    {
        Store.OnAppend = Counted;
        // No timer drives a commit: each of these returns although nothing else ever comes.
        for (var i = 0; i < 3; i++) await Agent($"agent{i}").SaveAsync("x", "y");
        Assert.Equal([1, 1, 1], _batches);
    }

    [Fact]
    public async Task Saves_that_come_while_a_commit_is_under_way_share_the_next()
    {
        Store.OnAppend = HeldAsync;
        var first = Agent("first").SaveAsync("x", "y").AsTask();
        await _atStore.Task;
        var more = Saves(90);
        _release.SetResult();
        await Task.WhenAll([first, .. more]);
        Assert.Equal([1, 90], _batches);
    }

    [Fact]
    public async Task A_batch_goes_beside_others_once_as_many_wait_as_they_have_or_they_are_held_up()
    {
        var store = new InterceptedStore(Store) { ConcurrentBatches = 2 };
        var time = new FakeTimeProvider();
        await using var commit = new GroupCommit(store, Options, time);
        var held = System.Threading.Channels.Channel.CreateUnbounded<(int Size, TaskCompletionSource Gate)>();
        store.OnAppend = async (batch, append) =>
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await held.Writer.WriteAsync((batch.Count, gate));
            await gate.Task;
            return await append();
        };
        var (saves, agent) = (new List<Task>(), 0);
        void Save(int count)
        {
            for (var i = 0; i < count; i++) saves.Add(commit.AppendAsync(StateSketch.First($"agent{agent++}"), default).AsTask());
        }

        Save(1);
        var first = await held.Reader.ReadAsync();
        Save(1);
        var second = await held.Reader.ReadAsync();
        Save(10);
        second.Gate.SetResult();
        var third = await held.Reader.ReadAsync();
        first.Gate.SetResult();
        await saves[0];
        Save(10);
        var fourth = await held.Reader.ReadAsync();
        third.Gate.SetResult();
        await saves[2];
        time.Advance(TimeSpan.FromSeconds(1));
        Save(1);
        var fifth = await held.Reader.ReadAsync();
        Assert.Equal([1, 1, 10, 10, 1], [first.Size, second.Size, third.Size, fourth.Size, fifth.Size]);
        fourth.Gate.SetResult();
        fifth.Gate.SetResult();
        await Task.WhenAll(saves);
    }

    [Fact]
    public async Task A_thousand_saves_at_once_take_far_fewer_commits()
    {
        Store.OnAppend = Counted;
        await Task.WhenAll(Saves(1000));
        Assert.Equal(1000, _batches.Sum());
        Assert.InRange(_batches.Count, 10, 200);
        Assert.All(_batches, size => Assert.InRange(size, 1, 100));
    }

    [Fact]
    public async Task A_batch_is_also_limited_in_bytes_but_takes_at_least_one_state()
    {
        Store.OnAppend = HeldAsync;
        var first = Agent("first").SaveAsync("x", "y").AsTask();
        await _atStore.Task;
        var large = Enumerable.Range(0, 4).Select(i => Agent($"large{i}").SaveAsync("x", new string('x', i == 0 ? 5000 : 600)).AsTask()).ToArray();
        _release.SetResult();
        await Task.WhenAll([first, .. large]);
        Assert.Equal([1, 1, 2, 1], _batches);
    }

    [Fact]
    public async Task A_save_cancelled_before_it_is_queued_stores_nothing_and_one_that_is_queued_is_kept()
    {
        using var cancel = new CancellationTokenSource();
        Store.OnAppend = HeldAsync;
        var first = Agent("first").SaveAsync("x", "y").AsTask();
        await _atStore.Task;
        var queued = Enumerable.Range(0, 150).Select(i => Agent($"queued{i}").SaveAsync("x", "y", cancellationToken: cancel.Token).AsTask()).ToArray();
        var waiting = Agent("waiting").SaveAsync("x", "y", cancellationToken: cancel.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.All(queued, q => Assert.False(q.IsCompleted));
        _release.SetResult();
        await Task.WhenAll([first, .. queued]);
        Assert.Null(await Store.ReadLineAsync("waiting", "main", default));
        Assert.Equal(151, (await Store.ReadStatisticsAsync(default)).States);
    }

    [Fact]
    public async Task When_the_queue_is_full_further_saves_wait_for_room()
    {
        Store.OnAppend = HeldAsync;
        var first = Agent("first").SaveAsync("x", "y").AsTask();
        await _atStore.Task;
        var saves = Saves(400);
        Assert.Equal([1], _batches);
        _release.SetResult();
        await Task.WhenAll([first, .. saves]);
        Assert.Equal(401, _batches.Sum());
    }

    [Fact]
    public async Task One_saves_conflict_or_unknown_link_does_not_fail_its_neighbours()
    {
        var stale = Agent("stale");
        await stale.SaveAsync("x", "1");
        await Agent("stale").SaveAsync("x", "2");
        Store.OnAppend = HeldAsync;
        var first = Agent("first").SaveAsync("x", "y").AsTask();
        await _atStore.Task;
        var conflicting = stale.SaveAsync(new SaveRequest { Payload = "3", ExpectedVersion = 1 }).AsTask();
        var unknown = Agent("unknown").SaveAsync("x", "y", new CausalContext { Causes = [StateId.Create(DateTimeOffset.UtcNow)] }).AsTask();
        var neighbours = Saves(20);
        _release.SetResult();
        await Task.WhenAll([first, .. neighbours]);
        Assert.Equal([1, 22], _batches);
        Assert.Equal(2, (await Assert.ThrowsAsync<ConcurrencyException>(() => conflicting)).Actual);
        Assert.Equal("context.causes", (await Assert.ThrowsAsync<InvalidInputException>(() => unknown)).Field);
    }

    [Fact]
    public async Task A_commit_that_fails_fails_its_own_saves_and_the_next_goes_through()
    {
        var failed = false;
        Store.OnAppend = (batch, append) =>
        {
            if (failed) return append();
            failed = true;
            throw new StoreException("Store is full.");
        };
        await Assert.ThrowsAsync<StoreException>(async () => await Agent("a").SaveAsync("x", "y"));
        Assert.Equal(1, (await Agent("a").SaveAsync("x", "y")).Version);
    }

    [Fact]
    public async Task What_is_queued_is_committed_before_the_engine_stops()
    {
        await using var commit = new GroupCommit(Store, Options, TimeProvider.System);
        Store.OnAppend = HeldAsync;
        var first = commit.AppendAsync(StateSketch.First("first"), default).AsTask();
        await _atStore.Task;
        var queued = Enumerable.Range(0, 30).Select(i => commit.AppendAsync(StateSketch.First($"agent{i}"), default).AsTask()).ToArray();
        var stopping = commit.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await commit.AppendAsync(StateSketch.First("late"), default));
        _release.SetResult();
        await Task.WhenAll([first, stopping, .. queued]);
        Assert.Equal(31, (await Store.ReadStatisticsAsync(default)).States);
    }

    private Task<AgentState>[] Saves(int count) => [.. Enumerable.Range(0, count).Select(i => Agent($"agent{i}").SaveAsync("x", "y").AsTask())];

    private ValueTask<IReadOnlyList<AppendResult>> Counted(IReadOnlyList<AgentState> batch, Func<ValueTask<IReadOnlyList<AppendResult>>> append)
    {
        _batches.Add(batch.Count);
        return append();
    }

    private async ValueTask<IReadOnlyList<AppendResult>> HeldAsync(IReadOnlyList<AgentState> batch, Func<ValueTask<IReadOnlyList<AppendResult>>> append)
    {
        _batches.Add(batch.Count);
        _atStore.TrySetResult();
        await _release.Task;
        return await append();
    }
}
