using Aura.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace Aura.Tests.Models;

/// <summary>Whatever sequence of operations comes, Aura answers as the plain model does.</summary>
public abstract class ModelBehaviour
{
    /// <summary>How many sequences are tried.</summary>
    protected abstract int Sequences { get; }

    /// <summary>Makes an empty place for a store.</summary>
    protected abstract ValueTask<IStorePlace> MakePlaceAsync();

    [Fact]
    public async Task Every_sequence_of_operations_is_answered_as_the_model_answers_it()
    {
        await using var place = await MakePlaceAsync();
        var run = 0;
        // One agent a sequence, all in one store.
        var property = Prop.ForAll(Step.Sequences, steps =>
        {
            RunAsync(place.Store, $"agent-{++run}", steps).GetAwaiter().GetResult();
            return true;
        });
        await Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences)));
        Assert.True(run >= Sequences);
    }

    private static async Task RunAsync(string store, string agent, Step[] steps)
    {
        await using var run = new ModelRun(store, agent);
        await run.RunAsync(steps);
    }
}
