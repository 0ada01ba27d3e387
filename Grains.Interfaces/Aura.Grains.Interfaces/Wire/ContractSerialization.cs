using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;

namespace Aura.Grains;

/// <summary>
/// How the contracts' records cross silos: states and saves as the bytes of <see cref="StateCodec{T}"/>, all others as the JSON of
/// <see cref="WireFormat"/>.
/// </summary>
public static class ContractSerialization
{
    /// <summary>The largest message, in bytes: a state with as much payload and as many counterfactuals as a save may have fits.</summary>
    public const int LargestMessage = 256 << 20;

    // What most responses hold: a number in the place of the type's name.
    private const uint StateTypeId = 1_000_001;

    /// <summary>Registers the records with Orleans' serialiser. They are immutable, so that they are never copied.</summary>
    public static IServiceCollection AddAuraContracts(this IServiceCollection services) => services
        .AddRequestLists()
        .AddSingleton<IGeneralizedCopier, ImmutableContracts>()
        .Configure<TypeManifestOptions>(types => types.WellKnownTypeIds[StateTypeId] = typeof(AgentState))
        .AddSerializer(serializer => serializer.AddJsonSerializer(
            IsRecord, type => false, options => options.Configure(json => json.SerializerOptions = WireFormat.Options)));

    private static bool IsRecord(Type type) => type.Assembly == typeof(IAura).Assembly && !type.IsAssignableTo(typeof(Exception));

    private sealed class ImmutableContracts : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsRecord(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}
