using System.Security.Cryptography;
using System.Text;

namespace Aura.Engine;

/// <summary>What is learnt of several episodes.</summary>
internal static class SemanticMemory
{
    private const string Prefix = "semantic:";

    /// <summary>
    /// Makes a semantic memory. Its content is the text of the weightiest interpretation; the episodes keep theirs. Its uses are theirs together.
    /// </summary>
    /// <param name="episodes">The episodes, by ordinal.</param>
    /// <param name="uses">How each was used.</param>
    /// <param name="settings">The fabric's.</param>
    /// <param name="now">When.</param>
    public static MemoryRecord Of(IReadOnlyList<MemoryRecord> episodes, IReadOnlyList<RowUses> uses, FabricSettings settings, DateTimeOffset now)
    {
        var meanings = new Meanings(settings);
        foreach (var episode in episodes) Take(meanings, episode);
        var interpretations = meanings.ToInterpretations();
        var first = episodes.Single(e => e.Id == interpretations[0].Label);
        return new MemoryRecord
        {
            Id = IdOf(episodes),
            Content = interpretations[0].Text is { } text ? text : first.Content,
            Tier = MemoryTier.Semantic,
            Labels = [.. episodes.Select(e => e.Labels).Aggregate((all, labels) => [.. all.Intersect(labels, StringComparer.Ordinal)])],
            Agent = episodes.All(e => e.Agent == first.Agent) ? first.Agent : null,
            State = first.State,
            OccurredAt = episodes.Min(e => e.OccurredAt),
            RecordedAt = now,
            Interpretations = interpretations,
            Uses = uses.Aggregate(Together),
            Sources = [.. episodes.Select(e => e.Id)],
        };
    }

    /// <summary>Has a semantic memory take in further episodes.</summary>
    public static MemoryUpdate With(MemoryRecord semantic, RowUses used, IReadOnlyList<MemoryRecord> episodes, IReadOnlyList<RowUses> uses, FabricSettings settings)
    {
        var meanings = new Meanings(settings);
        meanings.TakeUp(semantic.Interpretations, semantic.Sources.Count);
        foreach (var episode in episodes) Take(meanings, episode);
        return new MemoryUpdate
        {
            Id = semantic.Id,
            Tier = MemoryTier.Semantic,
            Uses = uses.Aggregate(used, Together),
            Archived = false,
            ConsolidatedInto = null,
            Interpretations = meanings.ToInterpretations(),
            Sources = [.. semantic.Sources, .. episodes.Select(e => e.Id)],
        };
    }

    private static void Take(Meanings meanings, MemoryRecord episode) =>
        meanings.Add(episode.Id, episode.Interpretations[0].Text ?? MemoryText.Of(episode.Content), episode.Interpretations[0].Vector.ToArray());

    // The same episodes make the same memory, whoever finds them.
    private static string IdOf(IReadOnlyList<MemoryRecord> episodes)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', episodes.Select(e => e.Id).Order(StringComparer.Ordinal))));
        return Prefix + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    private static RowUses Together(RowUses left, RowUses right)
    {
        double[] last = [.. new[] { left.Last, left.Second, left.Third, right.Last, right.Second, right.Third }.Where(double.IsFinite).OrderDescending()];
        return new RowUses(
            Math.Min(left.First, right.First), last[0], last[1], last.Length > 2 ? last[2] : double.NaN, left.Count + right.Count);
    }
}
