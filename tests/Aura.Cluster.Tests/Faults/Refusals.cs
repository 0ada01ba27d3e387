using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aura.Client;
using Aura.Cluster.Tests.Hosting;
using Aura.Fabric.Gpu;
using Aura.Storage;
using Aura.Testing;
using Aura.Tests.Cli;
using Aura.Tests.Hosting;
using Npgsql;

namespace Aura.Cluster.Tests.Faults;

/// <summary>What keeps a silo from starting is told in one sentence, soon, and leaves nothing behind.</summary>
[Collection(RealSilos.Name)]
public sealed class Refusals(PostgresFixture server) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    /// <summary>Command lines that cannot be, each with what the sentence says.</summary>
    public static TheoryData<string, string[]> Settings => new()
    {
        { "Aura:SiloPort is '0': it must be 1 to 65535.", ["--silo-port", "0"] },
        { "'many' at 'Aura:SiloPort'", ["--silo-port", "many"] },
        { "Aura:GatewayPort is '65536'", ["--gateway-port", "65536"] },
        { "Aura:GatewayPort is '21111': it must not be the silo's port too.", ["--silo-port", "21111", "--gateway-port", "21111"] },
        { "Aura:Address is 'nonsense': it must be an IP address.", ["--address", "nonsense"] },
        { "on 192.0.2.1 cannot be had", ["--address", "192.0.2.1"] },
        { "There is no switch '--nonsense': there are --store", ["--nonsense", "1"] },
        { "There is no switch 'word'", ["word"] },
        { "Switch --otlp has no value", ["--otlp"] },
        { "There is no setting Aura:MaxCall:", ["--Aura:MaxCall", "1"] },
        { "Aura:MaxCalls is '0': it must be at least 1.", ["--Aura:MaxCalls", "0"] },
        { "Aura:ShutdownSeconds is '0': it must be 1 to 3600.", ["--Aura:ShutdownSeconds", "0"] },
        { "Aura:ShutdownSeconds is '3601': it must be 1 to 3600.", ["--Aura:ShutdownSeconds", "3601"] },
        { "Aura:MaxQueuedPerLine is '-1'", ["--Aura:MaxQueuedPerLine=-1"] },
        { "'maybe' at 'Aura:CreateStore'", ["--create-store", "maybe"] },
        { "Aura:Otlp is 'nonsense': it must be a URL.", ["--otlp", "nonsense"] },
        { "Aura:DashboardKey is '': leave it out, or give it a password.", ["--dashboard-key", ""] },
        { "Aura:FabricDevice is 'gpu': there are cpu, cuda, opencl, auto, ilgpu-cpu.", ["--fabric-device", "gpu"] },
        { "Aura:FabricMemory is '8 GB': it must be bytes, more than none, or for example 512 MiB or 8 GiB.", ["--fabric-memory", "8 GB"] },
        { "Aura:FabricMemory is '0'", ["--fabric-memory", "0"] },
        { "Aura:FabricPlacement is 'gpu': there are any, prefer-gpu, require-gpu.", ["--fabric-placement", "gpu"] },
        { "ClusterId is empty", ["--cluster-id", ""] },
        { "Urls is 'nonsense': it must be like http://127.0.0.1:8080.", ["--urls", "nonsense"] },
        { "Urls names the port 99999", ["--urls", "http://127.0.0.1:99999"] },
        { "Store must be sqlite:PATH or postgres:Host=", ["--store", "mysql:x"] },
        { "there is no folder ", ["--store", "sqlite:none/aura.db"] },
        { "There is no store sqlite:aura.db", ["--create-store", "false"] },
        { "PostgreSQL connection string cannot be read", ["--store", "postgres:nonsense"] },
        { "Store postgres:Host=127.0.0.1;Port=1;Database=d cannot be reached",
            ["--store", "postgres:Host=127.0.0.1;Port=1;Username=u;Password=hidden;Database=d"] },
    };

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_that_cannot_be_is_refused(string says, string[] words)
    {
        Assert.Contains(says, await RefusedAsync(words), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_setting()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        foreach (var (setting, name, value) in ((string, string, string)[])
        [
            ("Aura:SiloPort", "--silo-port", $"{port}"), ("Aura:GatewayPort", "--gateway-port", $"{port}"), ("Urls", "--urls", $"http://127.0.0.1:{port}"),
        ])
        {
            var sentence = await RefusedAsync(name, value);
            Assert.StartsWith($"aura-silo: Port {port} on 127.0.0.1 cannot be had", sentence, StringComparison.Ordinal);
            Assert.EndsWith($": set {setting} to a free one.", sentence, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_refused()
    {
        var absent = ((string[])["opencl", "cuda"]).Except(IlgpuFabricDevice.Available()).FirstOrDefault();
        Assert.SkipWhen(absent is null, "This machine has every device.");
        var sentence = await RefusedAsync("--fabric-device", absent!);
        Assert.Contains($"There is no device of the kind {absent} on this machine: there is ", sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_not_waited_for_long()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        Assert.Contains("6 seconds", await RefusedAsync("--store", $"postgres:Host=127.0.0.1;Port={port};Username=u;Database=d"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_or_not_as_it_should_be_is_refused()
    {
        var database = await server.TakeDatabaseAsync();
        await using var place = new PostgresPlace(server, database);

        var none = new NpgsqlConnectionStringBuilder(database) { Database = "none" };
        Assert.EndsWith(": there is no such database.", await RefusedAsync("--store", $"postgres:{none.ConnectionString}"), StringComparison.Ordinal);

        Assert.Contains("has no Aura schema: run `aura store init`", await RefusedAsync("--store", place.Store, "--create-store", "false"), StringComparison.Ordinal);
        Assert.Equal(0L, await place.SqlAsync("SELECT count(*) FROM pg_namespace WHERE nspname IN ('aura', 'orleans')"));

        await using (await AuraClient.OpenAsync(place.Store))
        {
            var sentence = await RefusedAsync("--store", place.Store, "--create-store", "false");
            Assert.Contains("has no Orleans schema: run `aura store init`", sentence, StringComparison.Ordinal);
        }

        await OrleansSchema.EnsureAsync(database, create: true);
        await place.SqlAsync("DROP TABLE orleans.reminders");
        Assert.Contains("lacks the table orleans.reminders", await RefusedAsync("--store", place.Store), StringComparison.Ordinal);

        foreach (var schema in (string[])["orleans", "aura"])
        {
            await place.SqlAsync($"INSERT INTO {schema}.schema_version (version) VALUES (99)");
            Assert.Contains("version 99, but this Aura knows only up to", await RefusedAsync("--store", place.Store), StringComparison.Ordinal);
        }
    }

    // Runs a silo that does not start: exit code 1 and one line on the standard error, nothing on the standard output.
    private async Task<string> RefusedAsync(params string[] words)
    {
        string[] free =
        [
            SiloCluster.Program, "--store", "sqlite:aura.db", "--silo-port", $"{LoopbackPort.Free()}", "--gateway-port", $"{LoopbackPort.Free()}",
            "--urls", $"http://127.0.0.1:{LoopbackPort.Free()}",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [.. free, .. words])
        {
            WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Deadline);
            var ran = new Ran(process.ExitCode, await output, await error);
            Assert.Equal((1, ""), (ran.Code, ran.Output));
            Assert.StartsWith("aura-silo: ", ran.Error, StringComparison.Ordinal);
            Assert.Equal(1, ran.Error.Count(c => c == '\n'));
            Assert.DoesNotContain("hidden", ran.Error, StringComparison.Ordinal);
            return ran.Error.TrimEnd();
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
