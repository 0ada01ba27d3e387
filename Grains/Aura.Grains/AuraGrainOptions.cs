using Aura.Engine;

namespace Aura.Grains;

/// <summary>How Aura's grains run in a silo.</summary>
public sealed class AuraGrainOptions
{
    /// <summary>Whether a store that does not exist is made.</summary>
    public bool CreateStore { get; set; } = true;

    /// <summary>The most calls to Aura's grains that the silo has under way; further ones are refused with an <see cref="OverloadedException"/>.</summary>
    public int MaxCalls { get; set; } = 20_000;

    /// <summary>The most calls that wait for one line; Orleans refuses further ones.</summary>
    public int MaxQueuedPerLine { get; set; } = 1_000;

    /// <summary>The engine's limits.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>Makes the device that fabrics are resident on; the processor, without a limit, unless another is given.</summary>
    public Func<IFabricDevice> FabricDevice { get; set; } = () => new CpuFabricDevice();

    /// <summary>
    /// Where fabrics are. It should be the same on all silos. Silos are known to have a GPU by <see cref="GpuSilos.MetadataKey"/> in their metadata.
    /// </summary>
    public FabricPlacement FabricPlacement { get; set; } = FabricPlacement.PreferGpu;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What is found by name: retrievals, simulations, scorers and merge resolvers.</summary>
    public EngineParts Parts { get; } = new();

    /// <summary>Checks the limits.</summary>
    /// <exception cref="InvalidInputException">One of them cannot be.</exception>
    public void Validate()
    {
        if (MaxCalls < 1) throw new InvalidInputException(nameof(MaxCalls), $"{nameof(MaxCalls)} is {MaxCalls}: it must be at least 1.");
        if (MaxQueuedPerLine < 1)
            throw new InvalidInputException(nameof(MaxQueuedPerLine), $"{nameof(MaxQueuedPerLine)} is {MaxQueuedPerLine}: it must be at least 1.");
        if (!Enum.IsDefined(FabricPlacement))
            throw new InvalidInputException(nameof(FabricPlacement), $"{nameof(FabricPlacement)} is the unknown {(int)FabricPlacement}.");
        Engine.Validate();
    }
}
