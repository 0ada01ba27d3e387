namespace Aura.Engine;

/// <summary>
/// Finds which episodes belong together. Each in turn, the oldest first, joins the nearest semantic memory that is similar to it, or the nearest
/// group that has just been found; where there is neither, it gathers the similar episodes that have not been taken, and enough of them make a group.
/// </summary>
internal sealed class Consolidator(FabricSettings settings)
{
    // A semantic memory of so many episodes takes in no more: another one begins.
    private const int MostSources = 10_000;

    private readonly HashSet<ResidentMemory> _taken = [];
    private readonly List<Group> _groups = [];

    /// <summary>Episodes that make a semantic memory, by ordinal.</summary>
    public IEnumerable<IReadOnlyList<ResidentMemory>> Groups => _groups.Select(g => g.Members.OrderBy(m => m.Ordinal).ToArray());

    /// <summary>Episodes that join a semantic memory that there is.</summary>
    public Dictionary<ResidentMemory, List<Episode>> Joined { get; } = [];

    /// <summary>Whether a semantic memory takes in episodes: one that came of them does, one that was remembered as such is as it is.</summary>
    public bool TakesIn(ResidentMemory memory) => memory is { Tier: MemoryTier.Semantic, Sources: > 0 } && SourcesOf(memory) < MostSources;

    /// <summary>Whether an episode is part of something already.</summary>
    public bool IsTaken(ResidentMemory memory) => memory.ConsolidatedInto is not null || _taken.Contains(memory);

    /// <summary>Takes an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="semantic">The nearest semantic memories that take in episodes, nearest first, and their cosines.</param>
    /// <param name="episodes">The nearest episodes, nearest first, and their cosines; it may be one of them.</param>
    public void Examine(
        Episode episode, IEnumerable<(ResidentMemory Memory, float Cosine)> semantic, IEnumerable<(ResidentMemory Memory, float Cosine)> episodes)
    {
        if (IsTaken(episode.Memory)) return;
        if (semantic.FirstOrDefault(s => IsSimilar(s.Cosine) && TakesIn(s.Memory)).Memory is { } learnt)
        {
            if (!Joined.TryGetValue(learnt, out var joining)) Joined.Add(learnt, joining = []);
            joining.Add(episode);
            _taken.Add(episode.Memory);
            return;
        }
        var nearest = _groups.Where(g => g.Members.Count < MostSources).MaxBy(g => ExactScore.Dot(g.Vector, episode.Vector));
        if (nearest is not null && IsSimilar(ExactScore.Dot(nearest.Vector, episode.Vector)))
        {
            nearest.Members.Add(episode.Memory);
            _taken.Add(episode.Memory);
            return;
        }
        List<ResidentMemory> group = [episode.Memory, .. episodes.Where(e => IsSimilar(e.Cosine) && e.Memory != episode.Memory && !IsTaken(e.Memory)).Select(e => e.Memory)];
        if (group.Count < settings.ConsolidationSize) return;
        _groups.Add(new Group(episode.Vector, group));
        _taken.UnionWith(group);
    }

    private bool IsSimilar(float cosine) => cosine >= settings.ConsolidationSimilarity;

    private int SourcesOf(ResidentMemory semantic) => semantic.Sources + (Joined.GetValueOrDefault(semantic)?.Count ?? 0);

    private sealed record Group(float[] Vector, List<ResidentMemory> Members);
}
