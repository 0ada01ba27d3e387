using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Aura.Fabric.Gpu.Kernels;

/// <summary>
/// Scores all rows of a chunk against up to 32 queries, rounded to bf16, in one pass, on the tensor cores that CUDA has from architecture 8.0 on.
/// A warp has 32 rows at a time.
/// </summary>
/// <remarks>
/// The instruction multiplies 16 rows of 16 numbers with 8 queries of 16 numbers. Lane 4g + t holds, of rows g and g + 8 and of query g, the
/// numbers 2t, 2t + 1, 2t + 8 and 2t + 9, and of the products those of rows g and g + 8 with queries 2t and 2t + 1 (PTX ISA 8.0, 9.7.13.4.8). A
/// sum does not ask for the order of what it adds, so for two instructions a lane takes the eight numbers from 8t on, as they are loaded. The sums
/// are registers that ILGPU does not know.
/// </remarks>
internal static class TensorKernel
{
    /// <summary>The most queries.</summary>
    public const int Queries = 32;

    /// <summary>The most threads of a group.</summary>
    public const int MaxGroup = 256;

    /// <summary>How many rows a warp has at a time.</summary>
    public const int WarpRows = 32;

    private const int Warp = 32;
    private const string Multiply = "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 ";
    private const string Tile00 = Multiply + "{acc0, acc1, acc2, acc3}, {%0, %1, %2, %3}, {%4, %5}, {acc0, acc1, acc2, acc3};";
    private const string Tile01 = Multiply + "{acc4, acc5, acc6, acc7}, {%0, %1, %2, %3}, {%4, %5}, {acc4, acc5, acc6, acc7};";
    private const string Tile02 = Multiply + "{acc8, acc9, acc10, acc11}, {%0, %1, %2, %3}, {%4, %5}, {acc8, acc9, acc10, acc11};";
    private const string Tile03 = Multiply + "{acc12, acc13, acc14, acc15}, {%0, %1, %2, %3}, {%4, %5}, {acc12, acc13, acc14, acc15};";
    private const string Tile10 = Multiply + "{acc16, acc17, acc18, acc19}, {%0, %1, %2, %3}, {%4, %5}, {acc16, acc17, acc18, acc19};";
    private const string Tile11 = Multiply + "{acc20, acc21, acc22, acc23}, {%0, %1, %2, %3}, {%4, %5}, {acc20, acc21, acc22, acc23};";
    private const string Tile12 = Multiply + "{acc24, acc25, acc26, acc27}, {%0, %1, %2, %3}, {%4, %5}, {acc24, acc25, acc26, acc27};";
    private const string Tile13 = Multiply + "{acc28, acc29, acc30, acc31}, {%0, %1, %2, %3}, {%4, %5}, {acc28, acc29, acc30, acc31};";
    private const string Clear =
        "bar.warp.sync 0xffffffff; " +
        "mov.f32 acc0, 0f00000000; mov.f32 acc1, 0f00000000; mov.f32 acc2, 0f00000000; mov.f32 acc3, 0f00000000; " +
        "mov.f32 acc4, 0f00000000; mov.f32 acc5, 0f00000000; mov.f32 acc6, 0f00000000; mov.f32 acc7, 0f00000000; " +
        "mov.f32 acc8, 0f00000000; mov.f32 acc9, 0f00000000; mov.f32 acc10, 0f00000000; mov.f32 acc11, 0f00000000; " +
        "mov.f32 acc12, 0f00000000; mov.f32 acc13, 0f00000000; mov.f32 acc14, 0f00000000; mov.f32 acc15, 0f00000000; " +
        "mov.f32 acc16, 0f00000000; mov.f32 acc17, 0f00000000; mov.f32 acc18, 0f00000000; mov.f32 acc19, 0f00000000; " +
        "mov.f32 acc20, 0f00000000; mov.f32 acc21, 0f00000000; mov.f32 acc22, 0f00000000; mov.f32 acc23, 0f00000000; " +
        "mov.f32 acc24, 0f00000000; mov.f32 acc25, 0f00000000; mov.f32 acc26, 0f00000000; mov.f32 acc27, 0f00000000; " +
        "mov.f32 acc28, 0f00000000; mov.f32 acc29, 0f00000000; mov.f32 acc30, 0f00000000; mov.f32 acc31, 0f00000000;";

    /// <summary>Where eight numbers of a query go, so that each lane loads what it has to hold.</summary>
    public static int Place(int query, int eight) => (eight / 4 * (Queries / 8) + query / 8) * Warp + query % 8 * 4 + eight % 4;

    /// <summary>How many eights the queries take, of rows of so many.</summary>
    public static int Length(int width) => (width + 3) / 4 * Queries * 4;

    /// <param name="chunk">Where the rows are.</param>
    /// <param name="fragments">The queries as bf16, zeros behind the dimension, as <see cref="Place"/> says.</param>
    /// <param name="scores">Where scores go: query after query, all 32, which lets no lanes part.</param>
    /// <param name="stride">From one query's scores to the next one's: the rows, up to a whole number of warps' rows.</param>
    public static void Run(ChunkView chunk, ArrayView<Eight> fragments, ArrayView<float> scores, int stride)
    {
        CudaAsm.Emit(".reg .f32 acc<32>;");
        var own = Group.IdxX;
        var lane = own % Warp;
        var g = lane / 4;
        var t = lane % 4;
        var warps = Group.DimX / Warp;
        var last = chunk.Count - 1;
        var width = chunk.Width;
        for (var first = (Grid.IdxX * warps + own / Warp) * WarpRows; first < chunk.Count; first += Grid.DimX * warps * WarpRows)
        {
            CudaAsm.Emit(Clear);
            var row0 = (long)Math.Min(first + g, last) * width;
            var row1 = (long)Math.Min(first + g + 8, last) * width;
            var row2 = (long)Math.Min(first + g + 16, last) * width;
            var row3 = (long)Math.Min(first + g + 24, last) * width;
            for (var start = 0; start < width; start += 4)
            {
                // Behind a row's last eight the last one is taken again; the queries are zeros there.
                var i = Math.Min(start + t, width - 1);
                var at = start * Queries + lane;
                var x0 = chunk.High[row0 + i];
                var x1 = chunk.High[row1 + i];
                var x2 = chunk.High[row2 + i];
                var x3 = chunk.High[row3 + i];
                var q0 = fragments[at];
                var q1 = fragments[at + 32];
                var q2 = fragments[at + 64];
                var q3 = fragments[at + 96];
                CudaAsm.Emit(Tile00, x0.A, x1.A, x0.B, x1.B, q0.A, q0.B);
                CudaAsm.Emit(Tile00, x0.C, x1.C, x0.D, x1.D, q0.C, q0.D);
                CudaAsm.Emit(Tile01, x0.A, x1.A, x0.B, x1.B, q1.A, q1.B);
                CudaAsm.Emit(Tile01, x0.C, x1.C, x0.D, x1.D, q1.C, q1.D);
                CudaAsm.Emit(Tile02, x0.A, x1.A, x0.B, x1.B, q2.A, q2.B);
                CudaAsm.Emit(Tile02, x0.C, x1.C, x0.D, x1.D, q2.C, q2.D);
                CudaAsm.Emit(Tile03, x0.A, x1.A, x0.B, x1.B, q3.A, q3.B);
                CudaAsm.Emit(Tile03, x0.C, x1.C, x0.D, x1.D, q3.C, q3.D);
                CudaAsm.Emit(Tile10, x2.A, x3.A, x2.B, x3.B, q0.A, q0.B);
                CudaAsm.Emit(Tile10, x2.C, x3.C, x2.D, x3.D, q0.C, q0.D);
                CudaAsm.Emit(Tile11, x2.A, x3.A, x2.B, x3.B, q1.A, q1.B);
                CudaAsm.Emit(Tile11, x2.C, x3.C, x2.D, x3.D, q1.C, q1.D);
                CudaAsm.Emit(Tile12, x2.A, x3.A, x2.B, x3.B, q2.A, q2.B);
                CudaAsm.Emit(Tile12, x2.C, x3.C, x2.D, x3.D, q2.C, q2.D);
                CudaAsm.Emit(Tile13, x2.A, x3.A, x2.B, x3.B, q3.A, q3.B);
                CudaAsm.Emit(Tile13, x2.C, x3.C, x2.D, x3.D, q3.C, q3.D);
            }
            var corner = 2L * t * stride + first + g;
            CudaAsm.Emit("mov.f32 %0, acc0;", out scores[corner]);
            CudaAsm.Emit("mov.f32 %0, acc1;", out scores[corner + stride]);
            CudaAsm.Emit("mov.f32 %0, acc2;", out scores[corner + 8]);
            CudaAsm.Emit("mov.f32 %0, acc3;", out scores[corner + stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc4;", out scores[corner + 8L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc5;", out scores[corner + 9L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc6;", out scores[corner + 8L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc7;", out scores[corner + 9L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc8;", out scores[corner + 16L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc9;", out scores[corner + 17L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc10;", out scores[corner + 16L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc11;", out scores[corner + 17L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc12;", out scores[corner + 24L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc13;", out scores[corner + 25L * stride]);
            CudaAsm.Emit("mov.f32 %0, acc14;", out scores[corner + 24L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc15;", out scores[corner + 25L * stride + 8]);
            CudaAsm.Emit("mov.f32 %0, acc16;", out scores[corner + 16]);
            CudaAsm.Emit("mov.f32 %0, acc17;", out scores[corner + stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc18;", out scores[corner + 24]);
            CudaAsm.Emit("mov.f32 %0, acc19;", out scores[corner + stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc20;", out scores[corner + 8L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc21;", out scores[corner + 9L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc22;", out scores[corner + 8L * stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc23;", out scores[corner + 9L * stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc24;", out scores[corner + 16L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc25;", out scores[corner + 17L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc26;", out scores[corner + 16L * stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc27;", out scores[corner + 17L * stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc28;", out scores[corner + 24L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc29;", out scores[corner + 25L * stride + 16]);
            CudaAsm.Emit("mov.f32 %0, acc30;", out scores[corner + 24L * stride + 24]);
            CudaAsm.Emit("mov.f32 %0, acc31;", out scores[corner + 25L * stride + 24]);
        }
    }
}
