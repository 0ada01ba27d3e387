using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Aura.Grains;

/// <summary>Which silos have a GPU: those whose metadata has the entry <see cref="MetadataKey"/>.</summary>
public sealed class GpuSilos(ILocalSiloDetails here, ISiloStatusOracle silos, IServiceProvider services)
{
    /// <summary>What a silo with a GPU has in its metadata; the value is the device's name.</summary>
    public const string MetadataKey = "aura.gpu";

    // Silos that use no metadata have none.
    private readonly ISiloMetadataCache? _metadata = services.GetService<ISiloMetadataCache>();

    /// <summary>Whether this silo has one. It knows before the others do.</summary>
    public bool Here { get; } = services.GetRequiredService<IOptions<SiloMetadata>>().Value.Metadata.ContainsKey(MetadataKey);

    /// <summary>Whether any silo has one.</summary>
    public bool Anywhere => silos.GetActiveSilos().Any(Has);

    /// <summary>Whether a silo has one.</summary>
    public bool Has(SiloAddress silo) =>
        silo.Equals(here.SiloAddress) ? Here : _metadata?.GetSiloMetadata(silo).Metadata.ContainsKey(MetadataKey) == true;
}
