using System.Net;
using Aura.Grains;

namespace Aura.Silo;

/// <summary>How a silo runs: the section <c>Aura</c> of appsettings.json, the environment (<c>Aura__Store</c>) and the command line.</summary>
internal sealed class SiloSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Aura";

    /// <summary>What the command line may call the settings.</summary>
    public static readonly Dictionary<string, string> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--store"] = $"{Section}:{nameof(Store)}",
        ["--cluster-id"] = $"{Section}:{nameof(ClusterId)}",
        ["--service-id"] = $"{Section}:{nameof(ServiceId)}",
        ["--address"] = $"{Section}:{nameof(Address)}",
        ["--silo-port"] = $"{Section}:{nameof(SiloPort)}",
        ["--gateway-port"] = $"{Section}:{nameof(GatewayPort)}",
        ["--create-store"] = $"{Section}:{nameof(CreateStore)}",
        ["--fabric-device"] = $"{Section}:{nameof(FabricDevice)}",
        ["--fabric-memory"] = $"{Section}:{nameof(FabricMemory)}",
        ["--fabric-placement"] = $"{Section}:{nameof(FabricPlacement)}",
        ["--dashboard-key"] = $"{Section}:{nameof(DashboardKey)}",
        ["--otlp"] = $"{Section}:{nameof(Otlp)}",
    };

    private static readonly Dictionary<string, FabricPlacement> Placements = new(StringComparer.Ordinal)
    {
        ["any"] = Grains.FabricPlacement.Any,
        ["prefer-gpu"] = Grains.FabricPlacement.PreferGpu,
        ["require-gpu"] = Grains.FabricPlacement.RequireGpu,
    };

    /// <summary><c>postgres:</c> and an Npgsql connection string, for any number of silos; or <c>sqlite:PATH</c>, for one.</summary>
    public string Store { get; set; } = "sqlite:aura.db";

    /// <summary>Whether the store and the cluster's tables are made, or upgraded, where they are missing.</summary>
    public bool CreateStore { get; set; } = true;

    /// <summary>The cluster that the silo joins.</summary>
    public string ClusterId { get; set; } = "aura";

    /// <summary>The service that the cluster's reminders and grain storage belong to; it outlives clusters.</summary>
    public string ServiceId { get; set; } = "aura";

    /// <summary>The address that other silos and clients reach this one at.</summary>
    public string Address { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The key to the dashboard; without one it answers only where HTTP is bound to loopback.</summary>
    public string? DashboardKey { get; set; }

    /// <summary>Where traces and metrics go, for example <c>http://127.0.0.1:4317</c>; nowhere if it is not set.</summary>
    public string? Otlp { get; set; }

    /// <summary>
    /// What fabrics are resident on here: <c>cpu</c>, <c>cuda</c>, <c>opencl</c>, <c>auto</c> for a GPU if there is one and the processor if not, or
    /// <c>ilgpu-cpu</c>, which computes as a GPU does, slowly, on the processor.
    /// </summary>
    public string FabricDevice { get; set; } = FabricDevices.Cpu;

    /// <summary>What fabrics may take there, together: bytes, or for example <c>8 GiB</c>; no limit of its own if it is not set.</summary>
    public string? FabricMemory { get; set; }

    /// <summary>
    /// Where in the cluster fabrics are: <c>any</c>, <c>prefer-gpu</c> or <c>require-gpu</c>. It should be the same on all silos.
    /// </summary>
    public string FabricPlacement { get; set; } = "prefer-gpu";

    /// <summary>
    /// What the silo says of itself, for placement. A silo whose fabrics are on a GPU adds <c>aura.gpu</c>, with the device's name.
    /// </summary>
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>The most calls to Aura's grains at a time; further ones are refused.</summary>
    public int MaxCalls { get; set; } = 20_000;

    /// <summary>The most calls that wait for one line; further ones are refused.</summary>
    public int MaxQueuedPerLine { get; set; } = 1_000;

    /// <summary>The most seconds that a silo takes to end once it was asked to: fewer than what asks it waits before it kills.</summary>
    public int ShutdownSeconds { get; set; } = 25;

    /// <summary>The address, parsed.</summary>
    public IPAddress IPAddress => IPAddress.Parse(Address);

    /// <summary>What fabrics may take, in bytes; null for no limit.</summary>
    public long? FabricBytes => FabricMemory is null ? null : ByteSize.Parse(FabricMemory);

    /// <summary>Where fabrics are.</summary>
    public FabricPlacement Placement => Placements.GetValueOrDefault(FabricPlacement);

    /// <summary>Reads the settings and checks what can be checked before anything is started.</summary>
    /// <exception cref="InvalidInputException">A setting cannot be, or is none.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var known = typeof(SiloSettings).GetProperties().Where(p => p.CanWrite).Select(p => p.Name);
        if (section.GetChildren().Select(s => s.Key).Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
            throw new InvalidInputException(unknown, $"There is no setting {Section}:{unknown}: there are {string.Join(", ", known)}.");
        var settings = new SiloSettings();
        try
        {
            section.Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidInputException(Section, e.Message, e);
        }
        settings.Validate();
        return settings;
    }

    /// <summary>Refuses a command line of which a part would be ignored.</summary>
    /// <exception cref="InvalidInputException">A word is no switch, or a switch has no value.</exception>
    public static void CheckSwitches(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=')[0];
            // What has a colon is a setting's own name.
            var known = Switches.ContainsKey(name) || name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':') || name == "--urls");
            if (!known)
                throw new InvalidInputException(name, $"There is no switch '{name}': there are {string.Join(", ", Switches.Keys)}, --urls and --{Section}:SETTING.");
            if (name == args[i] && ++i == args.Count) throw new InvalidInputException(name, $"Switch {name} has no value: write {name} VALUE.");
        }
    }

    private void Validate()
    {
        Names.Check(nameof(ClusterId), ClusterId);
        Names.Check(nameof(ServiceId), ServiceId);
        if (!IPAddress.TryParse(Address, out _)) throw Invalid(nameof(Address), Address, "it must be an IP address");
        foreach (var (name, port) in (ReadOnlySpan<(string, int)>)[(nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort)])
        {
            if (port is < 1 or > ushort.MaxValue) throw Invalid(name, port, "it must be 1 to 65535");
        }
        if (SiloPort == GatewayPort) throw Invalid(nameof(GatewayPort), GatewayPort, "it must not be the silo's port too");
        foreach (var (name, most) in (ReadOnlySpan<(string, int)>)[(nameof(MaxCalls), MaxCalls), (nameof(MaxQueuedPerLine), MaxQueuedPerLine)])
        {
            if (most < 1) throw Invalid(name, most, "it must be at least 1");
        }
        if (ShutdownSeconds is < 1 or > 3600) throw Invalid(nameof(ShutdownSeconds), ShutdownSeconds, "it must be 1 to 3600");
        if (!FabricDevices.Kinds.Contains(FabricDevice))
            throw Invalid(nameof(FabricDevice), FabricDevice, $"there are {string.Join(", ", FabricDevices.Kinds)}");
        if (FabricMemory is not null && FabricBytes is not > 0)
            throw Invalid(nameof(FabricMemory), FabricMemory, "it must be bytes, more than none, or for example 512 MiB or 8 GiB");
        if (!Placements.ContainsKey(FabricPlacement))
            throw Invalid(nameof(FabricPlacement), FabricPlacement, $"there are {string.Join(", ", Placements.Keys)}");
        if (DashboardKey is "") throw Invalid(nameof(DashboardKey), "", "leave it out, or give it a password");
        if (Otlp is not null && !Uri.TryCreate(Otlp, UriKind.Absolute, out _)) throw Invalid(nameof(Otlp), Otlp, "it must be a URL");
    }

    private static InvalidInputException Invalid(string name, object value, string rule) =>
        new(name, $"{Section}:{name} is '{value}': {rule}.");
}
