namespace Aura.Cli;

/// <summary>The story of the demonstration: told again, it stores nothing new.</summary>
internal sealed record DemoStory(AgentState Decision, AgentState Outcome, AgentState Alternative, long ForkVersion)
{
    public const string Concierge = "concierge";
    public const string FareWatch = "fare-watch";
    public const string Branch = "wait-for-sale";

    public static async Task<DemoStory> TellAsync(IAura aura, CancellationToken cancellationToken)
    {
        var concierge = aura.Agent(Concierge);

        var request = await SaveAsync(concierge, "request", StateTypes.Observation, StateSource.Input,
            """{"role":"user","content":"Find me a flight from Vienna to Lisbon on 12 June, for at most 200 euros."}""",
            new CausalContext { Causes = ["user_request"] }, cancellationToken);
        var search = await SaveAsync(concierge, "search", StateTypes.Decision, StateSource.Loop,
            """{"decision":"Search flights VIE-LIS on 12 June","tool":"search_flights"}""",
            new CausalContext { Causes = [request], Effects = ["call:search_flights"], Confidence = 0.97, EnergyCost = 0.8 }, cancellationToken);
        var offers = await SaveAsync(concierge, "offers", StateTypes.Observation, StateSource.Input,
            """{"summary":"TP1271 at 178 euros, 4 seats left; OS355 at 231 euros","tool":"search_flights"}""",
            new CausalContext { Causes = [search] }, cancellationToken);

        // Another agent has seen something that bears on the choice: causes reach across agents.
        var fares = await SaveAsync(aura.Agent(FareWatch), "fares", StateTypes.Observation, StateSource.Input,
            """{"summary":"A sale on VIE-LIS may begin on Friday: fares near 149 euros, if seats are left"}""",
            new CausalContext { Causes = ["weekly_fare_scan"], Confidence = 0.6 }, cancellationToken);

        var decision = await SaveAsync(concierge, "decision", StateTypes.Decision, StateSource.Loop,
            """{"decision":"Book TP1271 now at 178 euros"}""",
            new CausalContext
            {
                Causes = [offers, request, Cause.Of(fares.Id, CausalRelation.Enabled, 0.4)],
                Effects = ["call:book_flight"],
                Counterfactuals = new Dictionary<string, Counterfactual>
                {
                    ["wait_for_sale"] = new() { Value = Payload.Parse("""{"price":149,"risk":"the last seats may go"}"""), Kind = CounterfactualKind.Modelled, Score = 0.55, Branch = Branch },
                },
                Confidence = 0.82,
                EnergyCost = 2.1,
            }, cancellationToken);
        var outcome = await SaveAsync(concierge, "outcome", StateTypes.Outcome, StateSource.Input,
            """{"summary":"Booked for 178 euros: 22 below the limit, and the user is content","reward":1}""",
            new CausalContext { Causes = [decision], Effects = ["saved_22_euros"] }, cancellationToken);
        return new DemoStory(decision, outcome, await TellOtherwiseAsync(aura, offers, fares, cancellationToken), offers.Version);
    }

    private static async Task<AgentState> TellOtherwiseAsync(IAura aura, AgentState offers, AgentState fares, CancellationToken cancellationToken)
    {
        var concierge = aura.Agent(Concierge);
        if ((await concierge.ListBranchesAsync(cancellationToken)).All(b => b.Name != Branch))
            await concierge.CreateBranchAsync(Branch, offers.Id, cancellationToken);
        var branch = aura.Branch(Concierge, Branch);

        var waiting = await SaveAsync(branch, "decision", StateTypes.Decision, StateSource.Loop,
            """{"decision":"Wait for the sale on Friday"}""",
            new CausalContext { Causes = [offers, fares], Confidence = 0.55 }, cancellationToken);
        var soldOut = await SaveAsync(branch, "sold-out", StateTypes.Observation, StateSource.Input,
            """{"summary":"No sale came; TP1271 is sold out, OS355 is at 244 euros"}""",
            new CausalContext { Causes = [waiting] }, cancellationToken);
        return await SaveAsync(branch, "outcome", StateTypes.Outcome, StateSource.Input,
            """{"summary":"Nothing within the limit: the user has no flight","reward":0}""",
            new CausalContext { Causes = [soldOut, Cause.Of("budget_limit", CausalRelation.Prevented)], Effects = ["missing:book_flight"] }, cancellationToken);
    }

    private static ValueTask<AgentState> SaveAsync(
        IBranch branch, string step, string type, StateSource source, string payload, CausalContext context, CancellationToken cancellationToken) =>
        branch.SaveAsync(
            new SaveRequest { OperationId = $"demo:{step}", Type = type, Source = source, Payload = Payload.Parse(payload), Context = context }, cancellationToken);
}
