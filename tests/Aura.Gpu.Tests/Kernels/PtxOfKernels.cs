namespace Aura.Gpu.Tests.Kernels;

/// <summary>What the kernels are on CUDA, as far as their PTX says.</summary>
public sealed class PtxOfKernels
{
    public static TheoryData<string> Names => [.. PtxKernels.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_kernel_has_local_memory(string name) => Assert.DoesNotContain(".local", Compile(name));

    [Theory]
    [InlineData("ScanKernel", 4)]
    [InlineData("TensorKernel", 8)]
    [InlineData("ThinkKernel", 1)]
    [InlineData("CopyKernel", 2)]
    public void Rows_are_loaded_16_bytes_at_a_time(string name, int loads) => Assert.Equal(loads, Compile(name).Split("ld.global.v4.b32").Length - 1);

    [Theory]
    [InlineData("ScanKernel", 8)]
    [InlineData("ThinkKernel", 2)]
    public void Queries_are_loaded_16_bytes_at_a_time(string name, int loads) => Assert.Equal(loads, Compile(name).Split("ld.global.v4.f32").Length - 1);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_known_of_all_memory_where_it_lies(string name) => Assert.DoesNotMatch(@"\b(ld|st)\.(v\d\.)?[bfsu]\d", Compile(name));

    private static string Compile(string name) => PtxKernels.Compile(PtxKernels.All.Single(t => t.Name == name));
}
