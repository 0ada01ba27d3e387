namespace Aura.Tests.Fabric;

public abstract partial class FabricBehaviour
{
    [Fact]
    public async Task What_makes_no_sense_is_refused_in_one_sentence_and_stores_nothing()
    {
        var fabric = Aura.Fabric("f");
        float[] nan = [1, float.NaN, 0, 0];
        MemoryRequest With(params Interpretation[] interpretations) => new() { Content = "x", Interpretations = interpretations };
        foreach (var (request, sentence) in ((MemoryRequest, string)[])
        [
            (Text("", "x"), "memories[0].id is empty: it must have 1 to 200 characters."),
            (Text("x", " "), "memories[0].content has no text to be found by: give it a string with a word, or interpretations with vectors."),
            (new() { Content = Payload.Parse("{}") }, "memories[0].content has no text to be found by: give it a string with a word, or interpretations with vectors."),
            (new() { Content = null! }, "memories[0].content is missing: it must be one JSON value."),
            (With(new Interpretation { Label = "l" }), "memories[0].interpretations[0] has neither a text nor a vector."),
            (With(new Interpretation { Label = "l", Text = "" }), "memories[0].interpretations[0].text is empty: it must have a word."),
            (With(new Interpretation { Label = "l", Text = "t", Weight = 0 }), "memories[0].interpretations[0].weight is 0: 1e-9 to 1e9 is allowed."),
            (With(new Interpretation { Label = "l", Text = "t" }, new Interpretation { Label = "l", Text = "u" }), "memories[0].interpretations have the label 'l' 2 times: each must have one of its own."),
            (With(new Interpretation { Label = "l", Vector = nan }), "memories[0].interpretations[0].vector[1] is NaN: components must be finite."),
            (With(new Interpretation { Label = "l", Vector = new float[4] }), "memories[0].interpretations[0].vector is all zeros: it has no direction."),
            (Text("x", "x") with { Tier = (MemoryTier)9 }, "memories[0].tier is the unknown tier 9: working, episodic and semantic are allowed."),
        ])
            Assert.Equal(sentence, (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.RememberAsync(request))).Message);
        Assert.Equal("Memories are 0: 1 to 10,000 are allowed.", (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.RememberAsync([]))).Message);
        // None of that made the fabric.
        Assert.Empty(await Aura.FabricsAsync().ToListAsync());
        foreach (var call in (Func<Task>[])
        [
            async () => await fabric.RecallAsync("x"),
            async () => await fabric.ThinkAsync(new() { Thought = "x" }),
            async () => await fabric.EvolveAsync(),
            async () => await fabric.GetAsync("x"),
            async () => await fabric.ForgetAsync(["x"]),
            async () => await fabric.StatisticsAsync(),
            async () => await fabric.ListAsync().ToListAsync(),
            async () => await Aura.Agent("a").ThinkAsync("f", "x"),
        ])
            Assert.Equal("There is no fabric 'f': its first memory makes it.", (await Assert.ThrowsAsync<NotFoundException>(call)).Message);
        Assert.Null(await Aura.Agent("a").LoadAsync());
    }

    [Fact]
    public async Task Queries_that_make_no_sense_are_refused_in_one_sentence()
    {
        var fabric = Aura.Fabric("f");
        await fabric.CreateAsync(Small);
        await fabric.RememberAsync(At("m", 0));
        foreach (var (query, sentence) in ((RecallRequest, string)[])
        [
            (new() { }, "queries[0] has neither a text nor a vector."),
            (new() { Vector = Direction(0), Mode = RecallMode.Text }, "queries[0].text is missing: words are found by words."),
            (new() { Text = "x", Vector = Direction(0), Top = 0 }, "queries[0].top is 0: 1 to 1,000 are allowed."),
            (new() { Vector = Direction(0), Top = 1001 }, "queries[0].top is 1001: 1 to 1,000 are allowed."),
            (new() { Vector = new[] { 1f, 0, 0 } }, "queries[0].vector has a vector of 3 dimensions: fabric 'f' has 4."),
            (new() { Vector = new[] { 1f, float.PositiveInfinity, 0, 0 } }, "queries[0].vector[1] is Infinity: components must be finite."),
            (new() { Vector = new float[4] }, "queries[0].vector is all zeros: it has no direction."),
            (new() { Text = "\t" }, "queries[0].text is empty: it must have a word."),
            (new() { Vector = Direction(0), Filter = new() { Agent = "" } }, "queries[0].filter.agent is empty: it must have 1 to 200 characters."),
        ])
            Assert.Equal(sentence, (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.RecallAsync(query))).Message);
        foreach (var (request, sentence) in ((ThinkRequest, string)[])
        [
            (Thought(0) with { Top = 0 }, "top is 0: 1 to 1,000 are allowed."),
            (Thought(0) with { InverseTemperature = 0 }, "inverseTemperature is 0: more than 0 and at most 10,000 is allowed."),
            (Thought(0) with { ContextVector = new[] { 1f, 1 } }, "contextVector has a vector of 2 dimensions: fabric 'f' has 4."),
            (new() { Thought = Payload.Parse("[]") }, "thought has no text: give it a string with a word, or a vector beside it."),
        ])
            Assert.Equal(sentence, (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.ThinkAsync(request))).Message);
        Assert.Equal("Fabric 'f' has no memory 'none'.",
            (await Assert.ThrowsAsync<NotFoundException>(async () => await fabric.CollapseAsync(new() { Id = "none", ContextVector = Direction(0) }))).Message);
        Assert.Equal("Context is missing: it must be one JSON value, or a vector.",
            (await Assert.ThrowsAsync<InvalidInputException>(async () => await fabric.CollapseAsync(new() { Id = "m" }))).Message);
        Assert.Equal("decay is 1: 0.01 to 0.99 is allowed.",
            (await Assert.ThrowsAsync<InvalidInputException>(async () => await Aura.Fabric("g").CreateAsync(new() { Decay = 1 }))).Message);
        Assert.Equal(["f"], await Aura.FabricsAsync().Select(f => f.Name).ToListAsync());
    }
}
