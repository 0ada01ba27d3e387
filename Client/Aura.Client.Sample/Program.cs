// An agent that decides something every half second, in a cluster whose silos may come and go: each decision has an operation id, so that
// it can be sent again until it is acknowledged, and is still made once.
using System.Diagnostics;
using Aura;
using Aura.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args is not [var cluster, ..])
{
    Console.Error.WriteLine("Usage: dotnet run --project Client/Aura.Client.Sample -- CLUSTER [AGENT], for example postgres:Host=…;Database=…;Username=… agent_001");
    return 2;
}

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.None);
builder.Services.AddAuraClient(cluster);
using var host = builder.Build();
await host.StartAsync();

var agent = host.Services.GetRequiredService<IClusterClient>().GetGrain<IAgentGrain>(args is [_, var name, ..] ? name : "agent_001");
var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
AgentState? last = null;
while (!stopping.IsCancellationRequested)
{
    var request = new SaveRequest
    {
        Type = StateTypes.Decision,
        Payload = "explore",
        Context = new CausalContext { Causes = last is null ? ["curiosity"] : ["curiosity", last], Confidence = 0.9 },
        OperationId = Guid.NewGuid().ToString(),
    };
    var clock = Stopwatch.StartNew();
    for (AgentState? saved = null; saved is null && !stopping.IsCancellationRequested;)
    {
        try
        {
            last = saved = await agent.SaveAsync(request, stopping);
            Console.WriteLine($"{DateTime.Now:HH:mm:ss} {saved.Agent}@{saved.Version} {saved.Id} in {clock.ElapsedMilliseconds} ms");
        }
        catch (Exception e) when (e is AuraException and not InvalidInputException or OrleansException or TimeoutException)
        {
            Console.WriteLine($"{DateTime.Now:HH:mm:ss} not yet: {e.GetType().Name}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            break;
        }
    }
    await Task.Delay(TimeSpan.FromMilliseconds(500), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
await host.StopAsync();
return 0;
