using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>The memory that computing needs beside the rows. All fabrics of a device share it, since one thing is done after the other.</summary>
internal sealed class Workspace(Accelerator accelerator) : IDisposable
{
    public Scratch<float> Vectors { get; } = new(accelerator);

    public Scratch<Four> Fours { get; } = new(accelerator);

    public Scratch<Eight> Fragments { get; } = new(accelerator);

    public Scratch<QueryHead> Heads { get; } = new(accelerator);

    public Scratch<uint> Masks { get; } = new(accelerator);

    public Scratch<float> Scores { get; } = new(accelerator);

    public Scratch<float> Maxima { get; } = new(accelerator);

    public Scratch<float> Thresholds { get; } = new(accelerator);

    public Scratch<int> Counts { get; } = new(accelerator);

    public Scratch<int> Found { get; } = new(accelerator);

    public Scratch<float> FoundScores { get; } = new(accelerator);

    public Scratch<RowUses> Uses { get; } = new(accelerator);

    public Scratch<RowMove> Moves { get; } = new(accelerator);

    public Scratch<int> Norms { get; } = new(accelerator);

    public Scratch<float> Levels { get; } = new(accelerator);

    public Scratch<Softmax> Softmaxes { get; } = new(accelerator);

    public Scratch<float> Sums { get; } = new(accelerator);

    public Scratch<float> ReadOut { get; } = new(accelerator);

    public Scratch<Softmax> All { get; } = new(accelerator);

    public void Dispose()
    {
        foreach (IDisposable scratch in new IDisposable[]
        {
            Vectors, Fours, Fragments, Heads, Masks, Scores, Maxima, Thresholds, Counts, Found, FoundScores, Uses, Moves, Norms, Levels, Softmaxes,
            Sums, ReadOut, All,
        })
            scratch.Dispose();
    }
}
