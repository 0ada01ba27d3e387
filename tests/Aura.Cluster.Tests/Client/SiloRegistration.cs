using Aura.Storage;
using Aura.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Aura.Cluster.Tests.Client;

/// <summary>What users register with a silo is found by name.</summary>
public sealed class SiloRegistration
{
    [Fact]
    public async Task A_retrieval_is_registered_as_a_keyed_service_before_Aura_or_after_it_or_with_the_options()
    {
        await using var place = new SqlitePlace();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IRetrieval, Mine>("before");
            silo.AddAura(_ => CausalStores.Create(place.Store), options => options.Parts.Retrievals.Add("with", new Mine()));
            silo.Services.AddKeyedSingleton<IRetrieval, Mine>("after");
        });
        builder.ConfigureClient(client => client.AddAuraClient());
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var agent = cluster.Client.Aura().Agent("a");
        await agent.SaveAsync("x", "y");
        foreach (var name in (string[])["before", "with", "after"]) Assert.Equal("\"mine\"", (await agent.RetrieveAsync(name)).Result.ToString());
        var error = await Assert.ThrowsAsync<InvalidInputException>(async () => await agent.RetrieveAsync("never"));
        Assert.Equal("Retrieval 'never' is not registered: after, before, decayed, enrich, project, summarise-history, with.", error.Message);
    }

    private sealed class Mine : IRetrieval
    {
        public ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Payload>("mine");
    }
}
