using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Lines;

/// <summary>Retrievals and what-ifs that meet a limit of the engine or a store that fails midway.</summary>
public sealed class UnfinishedWork : EngineTest
{
    /// <inheritdoc/>
    protected override EngineOptions Options => new() { MaxPayloadBytes = 1000 };

    [Fact]
    public async Task A_what_if_whose_first_state_was_not_written_is_finished_by_asking_again()
    {
        var agent = Agent("a");
        await agent.SaveAsync("x", "first");
        var decision = await agent.SaveAsync("decision", "stay", new CausalContext
        {
            Counterfactuals = new Dictionary<string, Counterfactual> { ["go"] = "there" },
        });
        var request = new WhatIfRequest { State = decision.Id, Counterfactual = "go" };
        Store.OnAppend = (_, _) => throw new StoreException("Broken.");
        await Assert.ThrowsAsync<StoreException>(async () => await agent.WhatIfAsync(request));
        Assert.Equal(0, (await agent.ListBranchesAsync()).Single(b => b.Name == "what-if/go").States);
        Store.OnAppend = null;
        var whatIf = await Agent("a").WhatIfAsync(request);
        Assert.Equal((1L, decision.Parents[0]), (whatIf.Branch.States, whatIf.Branch.ForkState));
        Assert.Equal([whatIf], await agent.ListWhatIfsAsync());
    }

    [Fact]
    public async Task A_result_that_is_no_payload_is_refused()
    {
        Services.Parts.Retrievals.Add("probe", new ProbeRetrieval());
        Services.Parts.Retrievals.Add("nothing", new Nothing());
        var agent = Agent("a");
        await agent.SaveAsync("x", "first");

        async Task<string> FailsAsync(string retrieval, int size) => (await Assert.ThrowsAsync<RetrievalException>(async () =>
            await agent.RetrieveAsync(retrieval, Payload.From(new { Do = "large", Size = size }), remember: true))).Message;

        Assert.Equal(1000, (await agent.RetrieveAsync("probe", Payload.From(new { Do = "large", Size = 998 }))).Result.Length);
        Assert.Equal("Retrieval 'probe' failed: its result has 1,001 bytes, and at most 1,000 are allowed.", await FailsAsync("probe", 999));
        Assert.Equal("Retrieval 'nothing' failed: it returned nothing.", await FailsAsync("nothing", 0));
        Assert.Equal(1, (await agent.LoadAsync())!.Version);
    }

    [Fact]
    public async Task Many_what_ifs_are_listed_with_few_questions_each()
    {
        var agent = Agent("a");
        await agent.SaveAsync("x", "first");
        for (var i = 0; i < 30; i++)
        {
            var decision = await agent.SaveAsync("decision", "stay", new CausalContext
            {
                Counterfactuals = new Dictionary<string, Counterfactual> { [$"go {i}"] = "there" },
            });
            await agent.WhatIfAsync(new WhatIfRequest { State = decision.Id, Counterfactual = $"go {i}" });
        }
        var reads = 0;
        Store.BeforeReadStates = () =>
        {
            reads++;
            return ValueTask.CompletedTask;
        };
        Assert.Equal(30, (await agent.ListWhatIfsAsync()).Count);
        Assert.Equal(2, reads);
    }

    private sealed class Nothing : IRetrieval
    {
        public ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Payload>(null!);
    }
}
