namespace Aura.Engine;

/// <summary>Something that memories are resident on and that computes on them. All devices give the same answers.</summary>
public interface IFabricDevice : IAsyncDisposable
{
    /// <summary>Which device, for a person: <c>CPU, AVX-512, 2 threads</c>.</summary>
    string Name { get; }

    /// <summary>What the rows of all fabrics may take together, in bytes; null for no limit of its own.</summary>
    long? Capacity { get; }

    /// <summary>Makes room for the rows of one fabric, none at first.</summary>
    /// <param name="dimensions">The rows' dimension.</param>
    IFabricRows Allocate(int dimensions);
}
