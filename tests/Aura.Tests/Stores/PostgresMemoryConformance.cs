using Aura.Engine;
using Aura.Storage;
using Aura.Testing;
using Aura.Tests.Hosting;
using Npgsql;

namespace Aura.Tests.Stores;

/// <summary>PostgreSQL keeps what a memory store promises.</summary>
public sealed class PostgresMemoryConformance(PostgresFixture server) : MemoryStoreConformance
{
    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => PostgresPlace.CreateAsync(server);

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        await using var away = new PostgresCausalStore($"Host=127.0.0.1;Port={LoopbackPort.Free()};Username=u;Database=d");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await away.Memories.CreateFabricAsync(MemorySketch.Fabric("f"), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await away.Memories.ReadFabricAsync("f", default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await away.Memories.ReadChangedAsync("f", 0, 0, 1, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await away.Memories.WriteUsesAsync("f", [], default));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await away.Memories.CommitAsync(new MemoryChange { Fabric = "f", Revision = 0, At = StateSketch.Begin }, default));
    }

    [Fact]
    public async Task A_change_that_waits_for_another_can_be_cancelled()
    {
        await CommittedAsync([MemorySketch.Memory("a")]);
        await using var connection = new NpgsqlConnection($"{Place.Store["postgres:".Length..]};Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM aura.fabrics FOR UPDATE", connection)) await hold.ExecuteNonQueryAsync();
        using var cancel = new CancellationTokenSource();
        var commit = Store.Memories.CommitAsync(
            new MemoryChange { Fabric = "f", Revision = 1, Added = [MemorySketch.Memory("b")], At = StateSketch.Begin }, cancel.Token).AsTask();
        await using (var waits = new NpgsqlCommand("SELECT count(*) FROM pg_locks WHERE NOT granted", connection))
        {
            while ((long)(await waits.ExecuteScalarAsync())! == 0) Assert.False(commit.IsCompleted);
        }
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        await transaction.RollbackAsync();
        Assert.Equal((2L, 2L), await CommittedAsync([MemorySketch.Memory("b")]));
    }
}
