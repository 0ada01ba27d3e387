using Aura.Engine;
using Aura.Tests.Hosting;

namespace Aura.Tests.Lines;

/// <summary>What a save does when the store's answer is lost on the way.</summary>
public sealed class LostAnswers : EngineTest
{
    private static StoreUnavailableException Gone() => new("Store is gone.");

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_and_acknowledged()
    {
        var lost = 0;
        Store.OnAppend = async (_, append) =>
        {
            var results = await append();
            return lost++ == 0 ? throw Gone() : results;
        };
        var saved = await Agent("a").SaveAsync("x", "y");
        Assert.Equal(saved.Id, Assert.Single(await AllAsync()).Id);
        Assert.Equal(1, lost);
    }

    [Fact]
    public async Task A_save_that_never_reached_the_store_is_sent_again()
    {
        var tries = 0;
        Store.OnAppend = (_, append) => tries++ < 2 ? throw Gone() : append();
        var saved = await Agent("a").SaveAsync("x", "y");
        Assert.Equal((3, 1L), (tries, saved.Version));
        Assert.Single(await AllAsync());
    }

    [Fact]
    public async Task A_save_that_fails_again_and_again_is_uncertain()
    {
        Store.OnAppend = (_, _) => throw Gone();
        var agent = Agent("a");
        await Assert.ThrowsAsync<UncertainWriteException>(async () => await agent.SaveAsync("x", "y"));
        Store.OnAppend = null;
        Assert.Equal(1, (await agent.SaveAsync("x", "y")).Version);
    }

    [Fact]
    public async Task A_save_whose_fate_cannot_be_asked_for_is_uncertain()
    {
        Store.OnAppend = async (_, append) =>
        {
            await append();
            throw Gone();
        };
        Store.BeforeReadStates = () => throw Gone();
        var agent = Agent("a");
        var request = new SaveRequest { Payload = "y", OperationId = "op" };
        await Assert.ThrowsAsync<UncertainWriteException>(async () => await agent.SaveAsync(request));
        Store.OnAppend = null;
        Store.BeforeReadStates = null;
        Assert.Equal(Assert.Single(await AllAsync()).Id, (await agent.SaveAsync(request)).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_that_goes_through_only_after_it_was_looked_for_is_not_doubled(bool followed)
    {
        var agent = Agent("a");
        await agent.SaveAsync("x", "first");
        Func<ValueTask<IReadOnlyList<AppendResult>>>? late = null;
        Store.OnAppend = (_, append) =>
        {
            late = append;
            throw Gone();
        };
        // The server was still at it when the connection broke: the state is not there when it is looked for, and is when the line is read.
        Store.BeforeReadLine = async () =>
        {
            Store.BeforeReadLine = null;
            Store.OnAppend = null;
            await late!();
            if (followed) await Agent("a").SaveAsync("x", "another's");
        };
        var saved = await agent.SaveAsync("x", "second");
        Assert.Equal(2, saved.Version);
        Assert.Equal(followed ? ["first", "second", "another's"] : ["first", "second"], (await AllAsync()).Select(s => s.Payload!.As<string>()));
    }

    [Fact]
    public async Task A_store_that_refuses_for_good_is_not_asked_again()
    {
        var tries = 0;
        Store.OnAppend = (_, _) =>
        {
            tries++;
            throw new StoreException("Store is full.");
        };
        await Assert.ThrowsAsync<StoreException>(async () => await Agent("a").SaveAsync("x", "y"));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_line_whose_record_was_removed_begins_anew_and_what_is_left_of_it_is_told()
    {
        var left = await Agent("a").SaveAsync("x", "y");
        await Place.SqlAsync("DELETE FROM branches");
        Assert.Equal(1, (await Agent("a").SaveAsync("x", "z")).Version);
        Assert.Equal([left.Id], (await Store.ReadOrphansAsync(default)).Select(d => d.State!.Value));
    }

    [Fact]
    public async Task A_read_that_ends_after_a_save_does_not_bring_back_what_was_before()
    {
        var agent = Agent("a");
        await agent.SaveAsync("x", "first");
        Store.AfterReadLine = async () =>
        {
            Store.AfterReadLine = null;
            await agent.SaveAsync("x", "second");
        };
        await agent.LoadAsync(new LoadRequest { Fresh = true });
        Assert.Equal(2, (await agent.LoadAsync())!.Version);
    }

    [Fact]
    public async Task A_line_that_begins_while_it_is_verified_holds()
    {
        var agent = Agent("a");
        Store.AfterReadLine = async () =>
        {
            Store.AfterReadLine = null;
            await agent.SaveAsync("x", "first");
        };
        Assert.Null((await agent.VerifyAsync()).Damage);
    }

    private async Task<IReadOnlyList<AgentState>> AllAsync() => await Store.ReadRangeAsync(new LineRange("a", "main", 1, 100), default);
}
