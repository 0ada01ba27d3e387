using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Aura.LoadTests;

/// <summary>What a client process runs.</summary>
internal sealed class ClientCommand : Command
{
    /// <summary>Its name.</summary>
    public const string Word = "client";

    private readonly Argument<string> _store = new("store");
    private readonly Argument<int> _client = new("client");
    private readonly Argument<string> _journal = new("journal");

    public ClientCommand() : base(Word)
    {
        Hidden = true;
        Add(_store);
        Add(_client);
        Add(_journal);
        SetAction(line => RunAsync(
            line.GetRequiredValue(_store), ScheduleOptions.Read(line), line.GetRequiredValue(_client), line.GetRequiredValue(_journal)));
    }

    private static async Task<int> RunAsync(string store, Schedule schedule, int client, string path)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAuraClient(store);
        using var host = builder.Build();
        await host.StartAsync();
        await using var journal = new Journal(path);
        Console.WriteLine(ClientProcess.Ready);
        if (Console.ReadLine() is not { } zero) return 1;
        var load = new LoadClient(host.Services.GetRequiredService<IAura>(), schedule, client, journal)
            .RunAsync(long.Parse(zero, CultureInfo.InvariantCulture));
        // Whoever started us holds our input open: its end means that they are gone.
        var orphaned = Task.Run(() => Console.ReadLine());
        if (await Task.WhenAny(load, orphaned) == orphaned) return 1;
        await load;
        await host.StopAsync();
        return 0;
    }
}
