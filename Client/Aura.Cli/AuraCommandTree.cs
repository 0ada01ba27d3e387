using System.CommandLine;
using System.CommandLine.Help;

namespace Aura.Cli;

/// <summary>All commands.</summary>
internal static class AuraCommandTree
{
    private static readonly string[] Examples =
    [
        "aura demo                                 # a short story to look at; needs nothing",
        "aura import chat runs.jsonl               # what your agents did, from their chat traces",
        "aura agents                               # who is there",
        "aura log AGENT                            # what one of them did",
        "aura why AGENT                            # why its last state came to be",
        "aura why AGENT@7 --format dot | dot -Tsvg > why.svg",
        "aura what-if AGENT                        # what if it had chosen otherwise? opens a branch there",
        "aura memory remember FABRIC --agents ''   # what was said to them, to be recalled and thought with",
        "AURA_STORE='postgres:Host=db;Database=aura;Username=aura' aura stats",
    ];

    public static RootCommand Build(Screen screen)
    {
        var root = new RootCommand("Aura, causal memory for AI agents: why every state came to be, and what could have been.")
        {
            new DemoCommand(screen),
            new Command("import", "Import what agents did elsewhere.") { new ImportChatCommand(screen) },
            new AgentsCommand(screen),
            new LogCommand(screen),
            new ShowCommand(screen),
            new WhyCommand(screen),
            new EffectsCommand(screen),
            new PathCommand(screen),
            new SaveCommand(screen),
            new LoadCommand(screen),
            new RevertCommand(screen),
            new Command("branch", "Open possible futures, compare them, and take over or give up what they came to.")
            {
                new BranchCreateCommand(screen),
                new BranchListCommand(screen),
                new BranchLogCommand(screen),
                new BranchGraphCommand(screen),
                new BranchDiffCommand(screen),
                new BranchMergeCommand(screen),
                new BranchPromoteCommand(screen),
                new BranchDiscardCommand(screen),
            },
            new WhatIfCommand(screen),
            new SpeculateCommand(screen),
            new CalibrationCommand(screen),
            new Command("memory", "Remember, recall, think with memories, and let time pass over them.")
            {
                new MemoryRememberCommand(screen),
                new MemoryRecallCommand(screen),
                new MemoryThinkCommand(screen),
                new MemoryCollapseCommand(screen),
                new MemoryEvolveCommand(screen),
                new MemoryShowCommand(screen),
                new MemoryListCommand(screen),
                new MemoryForgetCommand(screen),
                new MemoryStatsCommand(screen),
                new MemoryFabricsCommand(screen),
                new MemoryCreateCommand(screen),
            },
            new VerifyCommand(screen),
            new StatsCommand(screen),
            new Command("store", "Make a store.") { new StoreInitCommand(screen) },
            new ExportCommand(screen),
            new ReplayCommand(screen),
            new EraseCommand(screen),
        };
        root.Options.Add(CommonOptions.Store);
        root.Options.Add(CommonOptions.Json);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new UsageHelp((HelpAction)help.Action!, Examples);
        return root;
    }
}
