using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aura.Testing;

namespace Aura.Tests.Cli;

/// <summary>Runs the command <c>aura</c> as a user does, in a folder of its own.</summary>
public abstract class AuraProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The file of the store that is used where none is named.</summary>
    protected string File => _folder.File("aura.db");

    /// <summary>The folder in which commands run.</summary>
    protected string Folder => _folder.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a command line.</summary>
    protected Task<Ran> AuraAsync(params string[] words) => AuraAsync(ReadOnlyMemory<byte>.Empty, words);

    /// <summary>Runs a command line that reads its standard input.</summary>
    protected async Task<Ran> AuraAsync(ReadOnlyMemory<byte> input, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "aura.dll"));
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment.Remove("AURA_STORE");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command line that succeeds and says nothing beside its result.</summary>
    protected async Task<string> OkAsync(params string[] words)
    {
        var ran = await AuraAsync(words);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        return ran.Output;
    }

    /// <summary>Runs a command line with <c>--json</c> that succeeds.</summary>
    protected async Task<JsonElement> JsonAsync(params string[] words) => JsonElement.Parse(await OkAsync([.. words, "--json"]));

    /// <summary>Runs a command line that fails with a code and one line on the standard error, and nothing on the standard output.</summary>
    protected async Task<string> RefusedAsync(int code, params string[] words)
    {
        var ran = await AuraAsync(words);
        Assert.Equal((code, ""), (ran.Code, ran.Output));
        Assert.StartsWith("aura: ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(1, ran.Error.Count(c => c == '\n'));
        Assert.DoesNotContain("Internal error", ran.Error, StringComparison.Ordinal);
        return ran.Error.TrimEnd();
    }
}
