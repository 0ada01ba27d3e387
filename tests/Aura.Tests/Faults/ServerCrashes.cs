using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Aura.Client;
using Aura.Testing;
using Aura.Tests.Hosting;
using Npgsql;

namespace Aura.Tests.Faults;

/// <summary>What becomes of saves and reads when PostgreSQL dies, hangs up, or is not there.</summary>
public sealed class ServerCrashes(PostgresFixture shared)
{
    private const int Agents = 40;

    [Fact]
    public async Task A_server_killed_under_load_loses_no_acknowledged_state_and_service_resumes_by_itself()
    {
        PostgresFixture.SkipWithoutPostgres();
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await using var aura = await AuraClient.OpenAsync($"postgres:{database}");
        await AssertSurvivesAsync(aura, async () =>
        {
            await server.KillAsync();
            return server.StartAgainAsync;
        });
    }

    [Fact]
    public async Task Connections_that_the_server_ends_under_load_lose_no_acknowledged_state()
    {
        var database = await shared.TakeDatabaseAsync();
        await using (var aura = await AuraClient.OpenAsync($"postgres:{database}"))
        {
            await AssertSurvivesAsync(aura, async () =>
            {
                await using var connection = new NpgsqlConnection($"{database};Pooling=false");
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
                Assert.True((long)(await command.ExecuteScalarAsync())! > 0);
                return () => Task.CompletedTask;
            });
        }
        await shared.GiveBackAsync(database);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_at_once_and_without_the_password()
    {
        await using var silent = new Silence();
        silent.Stop();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await AuraClient.OpenAsync($"postgres:Host=127.0.0.1;Port={silent.Port};Username=u;Password=secret;Database=d"));
        Assert.StartsWith($"Store postgres:Host=127.0.0.1;Port={silent.Port};Database=d cannot be reached: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_told_after_the_timeout()
    {
        await using var silent = new Silence();
        var begin = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await AuraClient.OpenAsync($"postgres:Host=127.0.0.1;Port={silent.Port};Username=u;Database=d;Timeout=1"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, 0.9, 20);
    }

    [Fact]
    public async Task A_database_or_a_user_that_does_not_exist_is_told()
    {
        var database = await shared.TakeDatabaseAsync();
        await shared.GiveBackAsync(database);
        var settings = new NpgsqlConnectionStringBuilder(database) { Database = "none" };
        var error = await Assert.ThrowsAsync<StoreException>(async () => await AuraClient.OpenAsync($"postgres:{settings.ConnectionString}"));
        Assert.EndsWith(": there is no such database.", error.Message, StringComparison.Ordinal);
        settings = new NpgsqlConnectionStringBuilder(database) { Username = "nobody" };
        error = await Assert.ThrowsAsync<StoreException>(async () => await AuraClient.OpenAsync($"postgres:{settings.ConnectionString}"));
        Assert.Contains("refuses to let us in", error.Message, StringComparison.Ordinal);
    }

    // Saves operations of many agents; twice in between, when enough are through, disaster strikes. Whoever is told so tries the same
    // operation again once it is over.
    private static async Task AssertSurvivesAsync(IAura aura, Func<Task<Func<Task>>> disasterAsync)
    {
        const int Disasters = 2;
        var acknowledged = new ConcurrentDictionary<(string Agent, string Operation), StateId>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calm = Task.CompletedTask;
        var target = 400;
        var unexpected = new ConcurrentBag<Exception>();
        using var stop = new CancellationTokenSource();

        async Task WriteAsync(string agent)
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var request = new SaveRequest { Payload = $"{i}", OperationId = $"op{i}" };
                for (var saved = false; !saved;)
                {
                    try
                    {
                        acknowledged[(agent, request.OperationId)] = (await aura.Agent(agent).SaveAsync(request)).Id;
                        saved = true;
                        if (i % 10 == 0) Assert.True((await aura.Agent(agent).LoadAsync(new LoadRequest { Fresh = true }))!.Version > i);
                        if (acknowledged.Count >= Volatile.Read(ref target)) Volatile.Read(ref enough).TrySetResult();
                    }
                    catch (Exception e) when (e is UncertainWriteException or StoreException)
                    {
                        await Volatile.Read(ref calm);
                    }
                    catch (Exception e)
                    {
                        unexpected.Add(e);
                        enough.TrySetResult();
                        return;
                    }
                }
            }
        }

        var writers = Enumerable.Range(0, Agents).Select(i => Task.Run(() => WriteAsync($"agent{i}"))).ToArray();
        for (var i = 0; i < Disasters; i++)
        {
            await enough.Task;
            Interlocked.Exchange(ref target, int.MaxValue);
            enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref calm, over.Task);
            var repairAsync = await disasterAsync();
            await repairAsync();
            Interlocked.Exchange(ref target, acknowledged.Count + 400);
            over.SetResult();
        }
        await enough.Task;
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Empty(unexpected);

        Assert.All(await aura.VerifyAsync().ToListAsync(), l => Assert.Null(l.Damage));
        var stored = 0;
        for (var i = 0; i < Agents; i++)
        {
            var history = await aura.Agent($"agent{i}").HistoryAsync().ToListAsync();
            Assert.Equal(Enumerable.Range(0, history.Count).Select(n => $"op{n}"), history.Select(s => s.OperationId));
            Assert.All(history, s => Assert.Equal(s.Id, acknowledged[(s.Agent, s.OperationId!)]));
            stored += history.Count;
        }
        Assert.Equal(acknowledged.Count, stored);
        Assert.True(stored >= 800);
    }

    // A port that takes connections and never says a word.
    private sealed class Silence : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Silence()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        public int Port { get; }

        public void Stop() => _listener.Stop();

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
