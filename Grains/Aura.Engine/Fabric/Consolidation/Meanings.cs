namespace Aura.Engine;

/// <summary>
/// The interpretations of a semantic memory: episodes that say the same are one, and where they disagree there are several, each weighing as much as
/// the episodes behind it.
/// </summary>
internal sealed class Meanings(FabricSettings settings)
{
    private const int Most = 16;

    private readonly List<Meaning> _all = [];

    // Halfway between similar and the same.
    private double Same => (1 + settings.ConsolidationSimilarity) / 2;

    /// <summary>Takes up the interpretations of a semantic memory of so many episodes.</summary>
    public void TakeUp(IReadOnlyList<Interpretation> interpretations, int episodes)
    {
        foreach (var interpretation in interpretations)
        {
            _all.Add(new Meaning(interpretation.Label, interpretation.Text)
            {
                Vector = interpretation.Vector.ToArray(),
                Episodes = interpretation.Weight * episodes,
            });
        }
    }

    /// <summary>Takes an episode in: to the nearest meaning that says the same, or as a meaning of its own while there is room for one.</summary>
    public void Add(string id, string text, float[] vector)
    {
        var nearest = _all.Select(m => (Meaning: m, Cosine: ExactScore.Dot(m.Vector, vector))).OrderByDescending(m => m.Cosine).FirstOrDefault();
        if (nearest.Meaning is null || (nearest.Cosine < Same && _all.Count < Most))
        {
            // A label of a memory may be an episode's name by chance.
            while (_all.Exists(m => m.Label == id)) id += "'";
            _all.Add(new Meaning(id, text) { Vector = vector, Episodes = 1 });
            return;
        }
        nearest.Meaning.Vector = UnitVector.Between(nearest.Meaning.Vector, nearest.Meaning.Episodes, vector, 1);
        nearest.Meaning.Episodes++;
    }

    /// <summary>The interpretations, labelled by the first episode of each, the weightiest first.</summary>
    public IReadOnlyList<Interpretation> ToInterpretations()
    {
        var episodes = _all.Sum(m => m.Episodes);
        return [.. _all.OrderByDescending(m => m.Episodes).Select(m => new Interpretation
        {
            Label = m.Label,
            Text = m.Text,
            Vector = m.Vector,
            Weight = m.Episodes / episodes,
        })];
    }

    private sealed class Meaning(string label, string? text)
    {
        public string Label => label;

        public string? Text => text;

        public required float[] Vector { get; set; }

        public required double Episodes { get; set; }
    }
}
