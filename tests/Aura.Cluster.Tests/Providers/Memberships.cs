using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;

namespace Aura.Cluster.Tests.Providers;

/// <summary>Who belongs to a cluster: decided by its version, one change at a time.</summary>
public sealed class Memberships(ProviderCluster cluster) : ProviderTest(cluster)
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    // A cluster in which no silo runs.
    private IMembershipTable _table = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _table = await OpenAsync($"cluster-{Guid.NewGuid():N}");
    }

    [Fact]
    public async Task Silos_see_each_other()
    {
        var addresses = Cluster.Silos.Select(s => s.GetRequiredService<ILocalSiloDetails>().SiloAddress).ToHashSet();
        Assert.Equal(2, addresses.Count);
        foreach (var silo in Cluster.Silos)
        {
            var membership = silo.GetRequiredService<IClusterMembershipService>();
            await foreach (var seen in membership.MembershipUpdates)
            {
                if (addresses.SetEquals(seen.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress))) break;
            }
        }
        var rows = await Cluster.Silos[0].GetRequiredService<IMembershipTable>().ReadAll();
        Assert.Superset(addresses, rows.Members.Where(m => m.Item1.Status == SiloStatus.Active).Select(m => m.Item1.SiloAddress).ToHashSet());
    }

    [Fact]
    public async Task A_silo_is_read_as_it_was_written()
    {
        var entry = Silo(1);
        Assert.True(await _table.InsertRow(entry, await NextAsync()));
        entry.Status = SiloStatus.ShuttingDown;
        entry.SuspectTimes = [Tuple.Create(Silo(2).SiloAddress, Now)];
        entry.IAmAliveTime = Now.AddMinutes(1);
        Assert.True(await _table.UpdateRow(entry, "", await NextAsync()));
        var data = await _table.ReadRow(entry.SiloAddress);
        Assert.Equal(2, data.Version.Version);
        var read = Assert.Single(data.Members).Item1;
        Assert.Equal(
            (entry.SiloAddress, entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);

        entry.IAmAliveTime = Now.AddMinutes(2);
        await _table.UpdateIAmAlive(entry);
        data = await _table.ReadAll();
        Assert.Equal((2, entry.IAmAliveTime), (data.Version.Version, Assert.Single(data.Members).Item1.IAmAliveTime));
        Assert.Empty((await _table.ReadRow(Silo(2).SiloAddress)).Members);
    }

    [Fact]
    public async Task Of_silos_that_know_the_same_version_one_changes_it()
    {
        var next = await NextAsync();
        Assert.Single(await AtOnceAsync(16, i => _table.InsertRow(Silo(i), next)), won => won);
        var data = await _table.ReadAll();
        Assert.Equal(1, data.Version.Version);
        var entry = Assert.Single(data.Members).Item1;

        next = data.Version.Next();
        Assert.Single(await AtOnceAsync(16, i => _table.UpdateRow(entry, "", next)), won => won);
        Assert.False(await _table.UpdateRow(entry, "", next));
        Assert.Equal(2, (await _table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task What_cannot_be_changed_leaves_the_version()
    {
        Assert.True(await _table.InsertRow(Silo(1), await NextAsync()));
        Assert.False(await _table.InsertRow(Silo(1), await NextAsync()));
        Assert.False(await _table.UpdateRow(Silo(2), "", await NextAsync()));
        Assert.Equal(1, (await _table.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task Clusters_are_made_once_and_know_nothing_of_each_other()
    {
        var name = $"cluster-{Guid.NewGuid():N}";
        var tables = await AtOnceAsync(8, _ => OpenAsync(name));
        var data = await tables[0].ReadAll();
        Assert.Equal((0, 0), (data.Version.Version, data.Members.Count));
        Assert.True(await tables[0].InsertRow(Silo(1), data.Version.Next()));
        Assert.Empty((await _table.ReadAll()).Members);
        await _table.DeleteMembershipTableEntries(name);
        Assert.True(await (await OpenAsync(name)).InsertRow(Silo(1), new TableVersion(1, "0")));
    }

    [Fact]
    public async Task Defunct_silos_are_cleaned_away()
    {
        foreach (var status in Enum.GetValues<SiloStatus>())
        {
            Assert.True(await _table.InsertRow(Silo((int)status, status, Now), await NextAsync()));
            Assert.True(await _table.InsertRow(Silo(100 + (int)status, status, Now.AddDays(2)), await NextAsync()));
        }
        await _table.CleanupDefunctSiloEntries(Now.AddDays(1));
        var left = (await _table.ReadAll()).Members.Select(m => m.Item1).ToList();
        Assert.Equal(SiloStatus.Active, Assert.Single(left, s => s.SiloAddress.Generation < 100).Status);
        Assert.Equal(Enum.GetValues<SiloStatus>().Length + 1, left.Count);
    }

    private static MembershipEntry Silo(int generation, SiloStatus status = SiloStatus.Joining, DateTime? alive = null) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, generation),
        SiloName = $"silo-{generation}",
        HostName = "localhost",
        Status = status,
        ProxyPort = 30000,
        StartTime = Now,
        IAmAliveTime = alive ?? Now,
    };

    private async Task<TableVersion> NextAsync() => (await _table.ReadAll()).Version.Next();

    private async Task<IMembershipTable> OpenAsync(string name)
    {
        var settings = Cluster.Silos[0].GetRequiredService<IOptions<AdoNetClusteringSiloOptions>>();
        var cluster = Options.Create(new ClusterOptions { ClusterId = name });
        var table = new AdoNetClusteringTable(Cluster.Silos[0], cluster, settings, NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        return table;
    }
}
