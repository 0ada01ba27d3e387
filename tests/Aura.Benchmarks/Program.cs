using Aura.Benchmarks;

var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measurement>>>>
{
    ["append"] = AppendBenchmark.RunAsync,
    ["recovery"] = RecoveryBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["futures"] = FuturesBenchmark.RunAsync,
    ["fabric"] = FabricBenchmark.RunAsync,
};

var file = args is [_, "--json", var path] ? path : null;
var alone = args.Length == (file is null ? 1 : 3);
// What else the check is asked, it understands itself.
if (args is ["gpu-check", ..] || (alone && ProgramsOfTheirOwn.Folders.ContainsKey(args[0])))
    return await ProgramsOfTheirOwn.RunAsync(args[0], args[1..]);
if (alone && benchmarks.TryGetValue(args[0], out var run)) return await Report.WriteAsync(await run(), file);
Console.Error.WriteLine(
    $"Usage: dotnet run -c Release --project tests/Aura.Benchmarks -- {string.Join('|', [.. benchmarks.Keys, .. ProgramsOfTheirOwn.Folders.Keys])} [--json FILE]");
return 2;
