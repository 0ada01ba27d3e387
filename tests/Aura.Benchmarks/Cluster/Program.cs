using Aura.Benchmarks;
using Aura.Benchmarks.Cluster;
using Aura.Silo;

// The silos of the benchmark are this program too: Aura's own silo, with the peers' grains beside Aura's.
if (args.Contains("--silo-port"))
{
    await using var silo = await SiloHost.BuildAsync(args);
    await silo.RunAsync();
    return 0;
}
return await Report.WriteAsync(await ClusterBenchmark.RunAsync(), args is ["--json", var file] ? file : null);
