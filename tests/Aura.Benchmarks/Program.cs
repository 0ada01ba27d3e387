using Aura.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measurement>>>>
{
    ["append"] = AppendBenchmark.RunAsync,
    ["recovery"] = RecoveryBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["futures"] = FuturesBenchmark.RunAsync,
};

var file = args is [_, "--json", var path] ? path : null;
if (args.Length == (file is null ? 1 : 3))
{
    if (args[0] == ClusterBenchmarks.Name) return await ClusterBenchmarks.RunAsync(args[1..]);
    if (benchmarks.TryGetValue(args[0], out var run)) return await Report.WriteAsync(await run(), file);
}
Console.Error.WriteLine(
    $"Usage: dotnet run -c Release --project tests/Aura.Benchmarks -- {string.Join('|', [.. benchmarks.Keys, ClusterBenchmarks.Name])} [--json FILE]");
return 2;
