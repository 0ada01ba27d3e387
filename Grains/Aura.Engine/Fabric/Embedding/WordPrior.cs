using System.Collections.Frozen;

namespace Aura.Engine;

/// <summary>
/// How much a word says before any text was seen, so that a document's vector is the same whatever else there is: words that nearly
/// every English text has little, longer words more, and words with digits, which are often somebody's or something's name, most.
/// </summary>
internal static class WordPrior
{
    private const double OfCommonWord = 0.3;
    private const double OfDigits = 2;
    private const double OfCharacter = 0.07;
    private const int Shortest = 3;
    private const int Longest = 10;

    // As Words spells them: without apostrophes. The month of May, what is ill and an ID are none of them.
    private static readonly FrozenSet<string> CommonWords = FrozenSet.ToFrozenSet(
    [
        "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "are", "arent", "as", "at", "be", "because",
        "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "cant", "could", "couldnt", "did", "didnt",
        "do", "does", "doesnt", "doing", "done", "dont", "down", "during", "each", "either", "every", "few", "for", "from", "get", "gets",
        "getting", "go", "goes", "going", "had", "has", "have", "havent", "having", "he", "hello", "her", "here", "hers", "herself", "hi",
        "him", "himself", "his", "how", "however", "i", "if", "im", "in", "into", "is", "isnt", "it", "its", "itself", "ive", "just", "let",
        "lets", "like", "me", "might", "more", "most", "must", "my", "myself", "need", "needs", "neither", "no", "nor", "not", "now", "of",
        "off", "oh", "on", "once", "one", "only", "onto", "or", "other", "our", "ours", "out", "over", "own", "please", "same", "shall",
        "she", "should", "so", "some", "such", "sure", "than", "thank", "thanks", "that", "thats", "the", "their", "theirs", "them",
        "themselves", "then", "there", "theres", "these", "they", "this", "those", "though", "through", "thus", "to", "too", "toward",
        "towards", "under", "until", "up", "upon", "us", "very", "want", "wanted", "wants", "was", "wasnt", "we", "well", "were", "weve",
        "what", "whats", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without",
        "wont", "would", "wouldnt", "yes", "you", "your", "youre", "yours", "yourself",
    ], StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        CommonWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The weight of a word in lower case: more than 0.</summary>
    public static double Of(ReadOnlySpan<char> word)
    {
        if (Lookup.Contains(word)) return OfCommonWord;
        var weight = 1 + OfCharacter * (Math.Clamp(word.Length, Shortest, Longest) - Shortest);
        foreach (var c in word)
        {
            if (char.IsDigit(c)) return weight * OfDigits;
        }
        return weight;
    }
}
