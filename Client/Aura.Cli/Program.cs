using Aura.Cli;

return await AuraCli.RunAsync(args, Screen.OfThisProcess());
