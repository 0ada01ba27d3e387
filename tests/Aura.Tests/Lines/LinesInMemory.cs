using System.Text;
using Aura.Client;
using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Lines;

/// <summary>Lines that come into memory, go and come again; and content that is to be gone.</summary>
public sealed class LinesInMemory : IAsyncLifetime
{
    private readonly SqlitePlace _place = new();
    private EmbeddedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EmbeddedHost.StartAsync(_place, new EngineOptions { MaxLoadedLines = 2 });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Far_more_lines_than_fit_are_written_and_read_and_every_answer_is_right()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            for (var version = 1; version <= 12; version++)
            {
                var saved = await _host.Aura.Agent($"agent{i}").SaveAsync("x", $"{i}@{version}");
                Assert.Equal(version, saved.Version);
                Assert.Equal(saved.Id, (await _host.Aura.Agent($"agent{i}").LoadAsync())!.Id);
                Assert.Equal(version, (await _host.Aura.Agent($"agent{i}").DescribeAsync()).HeadVersion);
            }
        })));
        Assert.All(await _host.Aura.VerifyAsync().ToListAsync(), l => Assert.Equal((12L, null), (l.States, l.Damage)));
    }

    [Fact]
    public async Task A_load_after_an_acknowledged_save_never_returns_an_older_state_however_often_lines_are_dropped()
    {
        using var done = new CancellationTokenSource();
        var sweepers = Enumerable.Range(0, 2).Select(n => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++) await _host.Aura.Agent($"other{n}-{i % 10}").LoadAsync();
        })).ToArray();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                var saved = await _host.Aura.Agent("a").SaveAsync("x", "y");
                var loaded = (await _host.Aura.Agent("a").LoadAsync())!;
                Assert.True(loaded.Version >= saved.Version, $"Version {loaded.Version} was loaded after {saved.Version} was saved.");
            }
        })).ToArray();
        try
        {
            await Task.WhenAll(writers);
        }
        finally
        {
            await done.CancelAsync();
        }
        await Task.WhenAll(sweepers);
        Assert.Equal(1200, (await _host.Aura.Agent("a").LoadAsync())!.Version);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public async Task What_was_erased_is_in_no_byte_of_the_file_or_its_log(int length)
    {
        const string Marker = "SECRET-0f9a3c";
        var secret = Payload.Parse($"\"{Marker}{new string('x', length)}{Marker}\"");
        var agent = _host.Aura.Agent("a");
        var state = await agent.SaveAsync("x", secret);
        await agent.SaveAsync("x", "next");
        await _host.Aura.Agent("b").SaveAsync("x", secret, new CausalContext
        {
            Effects = [Marker], Counterfactuals = new Dictionary<string, Counterfactual> { [Marker] = Marker },
        });
        await _host.Aura.Agent("b").CreateBranchAsync(Marker);
        Assert.True(Found(Marker));
        await agent.ErasePayloadAsync(state.Id);
        await _host.Aura.Agent("b").EraseAsync();
        Assert.False(Found(Marker));
        Assert.Null((await agent.LoadAsync(new LoadRequest { Version = 1 }))!.Payload);
        Assert.All(await _host.Aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
    }

    [Fact]
    public async Task What_was_erased_while_others_read_and_write_is_in_no_byte_either()
    {
        const string Marker = "SECRET-77c1d2";
        using var done = new CancellationTokenSource();
        var busy = Enumerable.Range(0, 3).Select(i => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await _host.Aura.Agent($"busy{i}").SaveAsync("x", "y");
                await _host.Aura.Agent("a").HistoryAsync().ToListAsync();
            }
        })).ToArray();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                var state = await _host.Aura.Agent("a").SaveAsync("x", $"{Marker} {i}");
                await _host.Aura.Agent("a").ErasePayloadAsync(state.Id);
                Assert.Null((await _host.Aura.Agent("a").LoadAsync())!.Payload);
            }
        }
        finally
        {
            await done.CancelAsync();
        }
        await Task.WhenAll(busy);
        Assert.False(Found(Marker));
    }

    [Fact]
    public async Task A_save_on_a_line_that_was_dropped_meanwhile_is_seen_by_the_next_load()
    {
        using var time = new HeldTime();
        await using var aura = await AuraClient.OpenAsync(new AuraOptions { Store = _place.Store, Time = time });
        var first = await aura.Agent("a").SaveAsync("x", "first");
        await aura.Agent("a").CreateBranchAsync("x");
        await aura.Branch("a", "x").SaveAsync("x", "second");
        time.Hold();
        var saving = Task.Run(async () => await aura.Branch("a", "x").SaveAsync("x", "third"));
        await time.Reached;
        // Erasing drops all lines of the agent, and the load brings one back that knows nothing of the save under way.
        await aura.Agent("a").ErasePayloadAsync(first.Id);
        Assert.Equal(2, (await aura.Branch("a", "x").LoadAsync())!.Version);
        time.Release();
        Assert.Equal(3, (await saving).Version);
        Assert.Equal(3, (await aura.Branch("a", "x").LoadAsync())!.Version);
    }

    [Fact]
    public async Task A_stopped_Aura_says_that_it_is_stopped()
    {
        var aura = await AuraClient.OpenAsync(_place.Store);
        await aura.Agent("a").SaveAsync("x", "y");
        await aura.DisposeAsync();
        await aura.DisposeAsync();
        foreach (var call in (Func<Task>[])
        [
            async () => await aura.Agent("b").LoadAsync(), async () => await aura.Agent("a").SaveAsync("x", "y"), async () => await aura.StatisticsAsync(),
            async () => await aura.FindAsync(default),
        ])
            await Assert.ThrowsAsync<ObjectDisposedException>(call);
    }

    [Fact]
    public async Task Stopping_under_load_ends_every_save_as_stored_or_as_told()
    {
        for (var round = 0; round < 10; round++)
        {
            var aura = await AuraClient.OpenAsync(_place.Store);
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var saved = new List<StateId>();
            var writers = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        var state = await aura.Agent($"{round}-{i}").SaveAsync("x", "y");
                        lock (saved) saved.Add(state.Id);
                        first.TrySetResult();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // It was told.
                }
            })).ToArray();
            await first.Task;
            await aura.DisposeAsync();
            await Task.WhenAll(writers);
            foreach (var id in saved) Assert.NotNull(await _host.Aura.FindAsync(id));
            var stored = 0L;
            for (var i = 0; i < 20; i++) stored += (await _host.Aura.Agent($"{round}-{i}").LoadAsync())?.Version ?? 0;
            Assert.Equal(saved.Count, stored);
        }
    }

    private bool Found(string text) =>
        Directory.GetFiles(Path.GetDirectoryName(_place.File)!).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        });
}
