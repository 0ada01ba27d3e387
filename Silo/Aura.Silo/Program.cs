using Aura;
using Aura.Silo;

try
{
    await using var app = await SiloHost.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartFailure.Explain(e) is { } sentence)
{
    Console.Error.WriteLine($"aura-silo: {sentence}");
    return 1;
}
