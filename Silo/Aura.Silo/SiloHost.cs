using System.Net;
using Aura.Engine;
using Aura.Grains;
using Aura.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Aura.Silo;

/// <summary>Puts a silo together: Orleans, Aura's grains over the store, dashboard, health and telemetry.</summary>
internal static class SiloHost
{
    /// <summary>Checks the settings and what they name, and builds the host.</summary>
    /// <exception cref="AuraException">A setting cannot be, or what it names does not answer.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args)
    {
        // The settings' file lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        SiloSettings.CheckSwitches(args);
        builder.Configuration.AddCommandLine(args, SiloSettings.Switches);
        var settings = SiloSettings.Read(builder.Configuration);
        Preflight.CheckUrls(builder.Configuration[WebHostDefaults.ServerUrlsKey]);
        // Before the store, which may be made: a silo that is refused leaves nothing behind.
        var (device, isGpu) = FabricDevices.Open(settings);
        if (isGpu) settings.Metadata[GpuSilos.MetadataKey] = device.Name;
        await Preflight.CheckAsync(settings);
        if (ClusterStore.Of(settings) is { } store) await DeadNeighbours.WaitAsync(store, settings.ClusterId, Membership(new()));

        var limit = TimeSpan.FromSeconds(settings.ShutdownSeconds);
        // The last fifth is for what Orleans still does once it is told to hurry.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = limit * 0.8);
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<Telemetry>();
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");
        builder.UseOrleans(silo => Configure(silo, settings, device));
        var app = builder.Build();
        app.EndWithin(limit);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.UseDashboardKey(settings.DashboardKey);
        app.MapOrleansDashboard(DashboardKey.Path);
        return app;
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings, IFabricDevice device)
    {
        if (ClusterStore.Of(settings) is { } store)
        {
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (ClusterStore.Invariant, store.ConnectionString));
            silo.AddAdoNetGrainStorageAsDefault(o => (o.Invariant, o.ConnectionString) = (ClusterStore.Invariant, store.ConnectionString));
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (ClusterStore.Invariant, store.ConnectionString));
        }
        else
        {
            silo.UseLocalhostClustering();
            silo.AddMemoryGrainStorageAsDefault();
            silo.UseInMemoryReminderService();
        }
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ServiceId));
        silo.ConfigureEndpoints(settings.IPAddress, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(o => Membership(o));
        // Lines that rest are the first to go when memory grows short: they can be read again.
        silo.Configure<GrainCollectionOptions>(o => o.EnableActivationSheddingOnMemoryPressure = true);
        silo.UseSiloMetadata(settings.Metadata);
        silo.AddActivityPropagation();
        silo.AddDashboard();
        silo.AddAura(_ => CausalStores.Create(settings.Store), o =>
        {
            (o.CreateStore, o.MaxCalls, o.MaxQueuedPerLine) = (settings.CreateStore, settings.MaxCalls, settings.MaxQueuedPerLine);
            (o.FabricDevice, o.FabricPlacement) = (() => device, settings.Placement);
        });
    }

    // A dead silo is found out in about six seconds; one that comes back need not wait much longer for its dead neighbours' entries.
    private static ClusterMembershipOptions Membership(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        return options;
    }
}
