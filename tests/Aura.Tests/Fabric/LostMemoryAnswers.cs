using Aura.Engine;
using Aura.Storage;
using Aura.Tests.Hosting;

namespace Aura.Tests.Fabric;

/// <summary>What a fabric does when the store's answer is lost on the way, and what it holds back.</summary>
public sealed class LostMemoryAnswers : EngineTest
{
    protected override EngineOptions Options => new() { MaxUnwrittenUses = 5, UsesDelay = TimeSpan.FromDays(1) };

    private static StoreUnavailableException Gone() => new("Store is gone.");

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_and_acknowledged()
    {
        await Services.Fabric("f").RememberAsync(Memory("first"));
        var tries = 0;
        Store.Memories.OnCommit = async (_, commit) =>
        {
            var answer = await commit();
            return tries++ == 0 ? throw Gone() : answer;
        };
        Assert.True((await Services.Fabric("f").RememberAsync(Memory("m"))).Added);
        Assert.Equal(1, (await Services.Fabric("f").GetAsync("m"))!.Uses);
        Assert.Equal(2, await Services.Fabric("f").ListAsync().CountAsync());
    }

    [Fact]
    public async Task A_memory_that_never_reached_the_store_is_sent_again()
    {
        var tries = 0;
        Store.Memories.OnCommit = (_, commit) => tries++ < 2 ? throw Gone() : commit();
        Assert.True((await Services.Fabric("f").RememberAsync(Memory("m"))).Added);
        Assert.Equal(3, tries);
        Assert.Equal(1, (await Services.Fabric("f").StatisticsAsync()).Resident);
    }

    [Fact]
    public async Task A_store_that_stays_away_fails_every_waiting_call_and_serves_again_when_it_is_back()
    {
        await Services.Fabric("f").RememberAsync(Memory("first"));
        Store.Memories.OnCommit = (_, _) => throw Gone();
        Store.Memories.BeforeReadFabric = () => throw Gone();
        var calls = Enumerable.Range(0, 8).Select(i => Services.Fabric("f").RememberAsync(Memory($"m{i}")).AsTask()).ToArray();
        foreach (var call in calls) await Assert.ThrowsAsync<StoreUnavailableException>(() => call);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Services.Fabric("f").RecallAsync("first"));
        (Store.Memories.OnCommit, Store.Memories.BeforeReadFabric) = (null, null);
        Assert.True((await Services.Fabric("f").RememberAsync(Memory("m0"))).Added);
        Assert.Equal(["first", "m0"], await Services.Fabric("f").ListAsync().Select(m => m.Id).ToListAsync());
        Assert.Equal("first", (await Services.Fabric("f").RecallAsync("first")).Hits[0].Id);
    }

    [Fact]
    public async Task A_memory_that_others_wrote_at_the_same_time_is_known_and_another_content_of_its_id_refused()
    {
        await Services.Fabric("f").RememberAsync(Memory("first"));
        await using var other = new EngineServices(CausalStores.Create(Place.Store), Options, TimeProvider.System);
        await other.Store.OpenAsync(false, default);
        await other.Fabric("f").RememberAsync([Memory("m"), Memory("n")]);
        var results = await Services.Fabric("f").RememberAsync([Memory("m"), Memory("o")]);
        Assert.Equal([new("m", false), new("o", true)], results);
        await other.Fabric("f").RememberAsync(Memory("p"));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await Services.Fabric("f").RememberAsync([Memory("q"), Memory("p") with { Content = "else" }]));
        Assert.Equal(["first", "m", "n", "o", "p"], await other.Fabric("f").ListAsync().Select(m => m.Id).ToListAsync());
    }

    [Fact]
    public async Task Uses_are_written_behind_when_many_have_gathered_and_what_was_not_is_all_that_a_crash_loses()
    {
        var written = new TaskCompletionSource<int>();
        Store.Memories.BeforeWriteUses = uses =>
        {
            written.TrySetResult(uses.Count);
            return ValueTask.CompletedTask;
        };
        await Services.Fabric("f").RememberAsync([.. Enumerable.Range(0, 6).Select(i => Memory($"m{i}"))]);
        async Task UseAsync(string id) => await Services.Fabric("f").RecallAsync(new RecallRequest { Text = id, Mode = RecallMode.Text, Top = 1, Reinforce = true });
        for (var i = 0; i < 4; i++) await UseAsync($"m{i}");
        Assert.False(written.Task.IsCompleted);
        // Another process sees what is in the store, as one after a crash would.
        async Task<long> StoredAsync(string id) => (await Store.Memories.ReadMemoriesAsync("f", [id], default)).Single().Uses.Count;
        Assert.Equal(1, await StoredAsync("m0"));
        Assert.Equal(2, (await Services.Fabric("f").GetAsync("m0"))!.Uses);

        await UseAsync("m4");
        Assert.Equal(5, await written.Task);
        await Services.Fabric("f").DisposeAsync();
        Assert.Equal(2, await StoredAsync("m0"));
        Assert.Equal(1, await StoredAsync("m5"));
    }

    private static MemoryRequest Memory(string id) => new() { Id = id, Content = $"note {id}" };
}
