using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
// Orleans' generator names a call by its method's signature: were that to change, this would not compile.
using LoadHeadCall = OrleansCodeGen.Aura.Invokable_IBranch_GrainReference_877F8B85;
using SaveCall = OrleansCodeGen.Aura.Invokable_IBranch_GrainReference_88D10D98;

namespace Aura.Grains;

/// <summary>
/// How the contracts' records cross silos: states and saves as the bytes of <see cref="StateCodec{T}"/>, all others as the JSON of
/// <see cref="WireFormat"/>.
/// </summary>
public static class ContractSerialization
{
    /// <summary>The largest message, in bytes: a state with as much payload and as many counterfactuals as a save may have fits.</summary>
    public const int LargestMessage = 256 << 20;

    // What most messages hold has a number in the place of its type's name. A number is never given away again: a call with another signature is
    // another call.
    private static readonly (uint Number, Type Type)[] Numbered =
        [(1_000_001, typeof(AgentState)), (1_000_002, typeof(LoadHeadCall)), (1_000_003, typeof(SaveCall))];

    /// <summary>Registers the records with Orleans' serialiser. They are immutable, so that they are never copied.</summary>
    public static IServiceCollection AddAuraContracts(this IServiceCollection services) => services
        .AddRequestLists()
        .AddSingleton<IGeneralizedCopier, ImmutableContracts>()
        .Configure<TypeManifestOptions>(Number)
        .AddSerializer(serializer => serializer.AddJsonSerializer(
            IsRecord, type => false, options => options.Configure(json => json.SerializerOptions = WireFormat.Options)));

    private static void Number(TypeManifestOptions types)
    {
        foreach (var (number, type) in Numbered) types.WellKnownTypeIds[number] = type;
    }

    private static bool IsRecord(Type type) => type.Assembly == typeof(IAura).Assembly && !type.IsAssignableTo(typeof(Exception));

    private sealed class ImmutableContracts : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsRecord(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}
