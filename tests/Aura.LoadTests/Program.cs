using System.CommandLine;
using Aura;
using Aura.LoadTests;

var line = new LoadCommand().Parse(args);
if (line.Errors.Count > 0)
{
    Console.Error.WriteLine(line.Errors[0].Message);
    return 2;
}
try
{
    // After Ctrl+C all that was started has to be stopped.
    return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
}
catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or AuraException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
