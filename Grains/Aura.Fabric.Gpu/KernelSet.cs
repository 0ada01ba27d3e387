using Aura.Engine;
using Aura.Fabric.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Aura.Fabric.Gpu;

/// <summary>The kernels, compiled for an accelerator, each under the name of its class.</summary>
internal sealed class KernelSet(Accelerator accelerator)
{
    public Action<KernelConfig, ChunkView, int, ArrayView<float>, ArrayView<RowMove>, ArrayView<int>> Split { get; } =
        accelerator.LoadStreamKernel<ChunkView, int, ArrayView<float>, ArrayView<RowMove>, ArrayView<int>>(SplitKernel.Run);

    public Action<KernelConfig, ChunkView, int, ArrayView<RowMove>, ArrayView<float>> Gather { get; } =
        accelerator.LoadStreamKernel<ChunkView, int, ArrayView<RowMove>, ArrayView<float>>(GatherKernel.Run);

    public Action<KernelConfig, ChunkView, ChunkView, ArrayView<RowMove>> Copy { get; } =
        accelerator.LoadStreamKernel<ChunkView, ChunkView, ArrayView<RowMove>>(CopyKernel.Run);

    public Action<KernelConfig, ChunkView, ArrayView<RowUses>, ArrayView<RowMove>> Uses { get; } =
        accelerator.LoadStreamKernel<ChunkView, ArrayView<RowUses>, ArrayView<RowMove>>(UsesKernel.Run);

    public Action<KernelConfig, ChunkView, double, double, ArrayView<float>> Levels { get; } =
        accelerator.LoadStreamKernel<ChunkView, double, double, ArrayView<float>>(LevelsKernel.Run);

    public Action<KernelConfig, ChunkView, ArrayView<Four>, ArrayView<float>, int, int> Scan { get; } =
        accelerator.LoadStreamKernel<ChunkView, ArrayView<Four>, ArrayView<float>, int, int>(ScanKernel.Run, Limit(accelerator, ScanKernel.MaxGroup, 2));

    public Action<KernelConfig, ArrayView<float>, int, int, int, ArrayView<QueryHead>, ArrayView<uint>, ArrayView<float>> Blocks { get; } =
        accelerator.LoadStreamKernel<ArrayView<float>, int, int, int, ArrayView<QueryHead>, ArrayView<uint>, ArrayView<float>>(BlocksKernel.Run);

    public Action<KernelConfig, ArrayView<float>, int, int, ArrayView<float>, int, ArrayView<QueryHead>, ArrayView<float>> Threshold { get; } =
        accelerator.LoadStreamKernel<ArrayView<float>, int, int, ArrayView<float>, int, ArrayView<QueryHead>, ArrayView<float>>(
            ThresholdKernel.Run, Limit(accelerator, ThresholdKernel.MaxGroup, 1));

    public Action<KernelConfig, ArrayView<float>, int, int, int, ArrayView<float>, Index2D, ArrayView<float>, ArrayView<int>, int, ArrayView<int>>
        Collect { get; } =
        accelerator.LoadStreamKernel<ArrayView<float>, int, int, int, ArrayView<float>, Index2D, ArrayView<float>, ArrayView<int>, int, ArrayView<int>>(
            CollectKernel.Run);

    public Action<KernelConfig, ChunkView, int, ArrayView<float>, ArrayView<int>, int, ArrayView<int>, ArrayView<float>, ArrayView<RowUses>>
        Rescore { get; } =
        accelerator.LoadStreamKernel<ChunkView, int, ArrayView<float>, ArrayView<int>, int, ArrayView<int>, ArrayView<float>, ArrayView<RowUses>>(
            RescoreKernel.Run);

    public Action<
        KernelConfig, ChunkView, ArrayView<Four>, ArrayView<uint>, ArrayView<float>, float, float, ArrayView<float>, ArrayView<Softmax>, ArrayView<float>>
        Think { get; } =
        accelerator.LoadStreamKernel<
            ChunkView, ArrayView<Four>, ArrayView<uint>, ArrayView<float>, float, float, ArrayView<float>, ArrayView<Softmax>, ArrayView<float>>(
            ThinkKernel.Run, Limit(accelerator, ThinkKernel.MaxGroup, 4));

    public Action<KernelConfig, ArrayView<Softmax>, ArrayView<float>, int, ArrayView<float>, ArrayView<Softmax>> Combine { get; } =
        accelerator.LoadStreamKernel<ArrayView<Softmax>, ArrayView<float>, int, ArrayView<float>, ArrayView<Softmax>>(CombineKernel.Run);

    // The compiler then gives a thread as many registers as so many groups of so many threads on a multiprocessor leave for it.
    private static KernelSpecialization Limit(Accelerator accelerator, int group, int groups) =>
        accelerator.AcceleratorType == AcceleratorType.Cuda ? new KernelSpecialization(group, groups) : KernelSpecialization.Empty;
}
