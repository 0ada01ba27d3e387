using Aura.Engine;
using Aura.Tests.Properties;
using FsCheck.Fluent;

namespace Aura.Tests.Fabric.Text;

/// <summary>Texts found by their words.</summary>
public sealed class TextSearches
{
    private static readonly Comparer<int> Ascending = Comparer<int>.Default;

    [Fact]
    public async Task Whatever_is_added_and_removed_scores_are_those_of_the_formula()
    {
        var text = Gen.Elements("a", "b", "c", "d", "e", "f").ArrayOf().Select(string? (words) => string.Join(' ', words));
        // A text for a slot; none removes what is there.
        var change = from slot in Gen.Choose(0, 9) from content in Gen.Frequency((3, text), (1, Gen.Constant<string?>(null))) select (slot, content);
        await Property.HoldsAsync(Property.ArrayOf(change), 200, changes =>
        {
            var (index, plain) = (new TextIndex(), new PlainTextIndex());
            foreach (var (slot, content) in changes)
            {
                if (plain.Has(slot))
                {
                    index.Remove(slot);
                    plain.Remove(slot);
                }
                if (content is null) continue;
                index.Add(slot, content);
                plain.Add(slot, content);
            }
            foreach (var word in (string[])["a", "f", "unknown"])
                Assert.Equal(plain.InverseDocumentFrequency(word), index.InverseDocumentFrequency(word), 1e-12);
            foreach (var query in (string[])["a", "b c", "a a f unknown", "a b c d e f", "unknown", ""])
            {
                var words = query.Split(' ');
                var hits = index.Search(query, 10, null, Ascending);
                Assert.Equal(plain.Found(words), hits.Select(h => h.Slot).ToHashSet());
                Assert.All(hits, h => Assert.Equal(plain.Score(h.Slot, words), h.Score, 1e-12));
                Assert.Equal(hits, hits.OrderByDescending(h => h.Score).ThenBy(h => h.Slot));
                Assert.Equal(hits.Take(3), index.Search(query, 3, null, Ascending));
                Assert.Equal(hits.Where(h => h.Slot % 2 == 0).Take(3), index.Search(query, 3, slot => slot % 2 == 0, Ascending));
            }
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_word_that_few_texts_have_outweighs_one_that_many_have()
    {
        var index = IndexOf("the flight is late", "the flight is full", "the flight HAT004 is on time as the others are", "the bags");
        Assert.Equal(2, index.Search("flight hat004?", 10, null, Ascending)[0].Slot);
        Assert.Equal([0, 1, 2], index.Search("FLIGHT", 10, null, Ascending).Select(h => h.Slot));
        Assert.True(index.InverseDocumentFrequency("hat004") > index.InverseDocumentFrequency("flight"));
        Assert.True(index.InverseDocumentFrequency("the") > 0);
    }

    [Fact]
    public void A_text_that_has_a_word_often_counts_for_more_and_a_long_one_for_less()
    {
        var index = IndexOf("bag and seat", "bag and bag", "bag and seat and much more of this and of that");
        Assert.Equal([1, 0, 2], index.Search("bag", 10, null, Ascending).Select(h => h.Slot));
    }

    [Fact]
    public void Texts_of_the_same_score_come_in_the_order_that_is_asked_for()
    {
        var index = IndexOf([.. Enumerable.Repeat("the same", 20)]);
        var last = Comparer<int>.Create((x, y) => y.CompareTo(x));
        Assert.Equal([0, 1, 2], index.Search("same", 3, null, Ascending).Select(h => h.Slot));
        Assert.Equal([19, 18, 17], index.Search("same", 3, null, last).Select(h => h.Slot));
    }

    [Fact]
    public void A_slot_is_taken_once_and_free_again_after_a_removal()
    {
        var index = IndexOf("one", "two");
        Assert.Throws<ArgumentException>(() => index.Add(1, "three"));
        index.Remove(1);
        Assert.Throws<ArgumentException>(() => index.Remove(1));
        index.Add(1, "three");
        Assert.Empty(index.Search("two", 10, null, Ascending));
        Assert.Equal([1], index.Search("three", 10, null, Ascending).Select(h => h.Slot));
    }

    [Fact]
    public void Of_removed_texts_nothing_is_kept()
    {
        var texts = Enumerable.Range(0, 20_000).Select(i => $"w{i} {i}x").ToList();
        var index = new TextIndex();
        var (first, second) = (AllocatedByAdding(), AllocatedByAdding());
        // Had the index kept the words, it would take less to add them again.
        Assert.InRange(second, 0.9 * first, 1.1 * first);

        long AllocatedByAdding()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < texts.Count; i++) index.Add(i, texts[i]);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            for (var i = 0; i < texts.Count; i++) index.Remove(i);
            return allocated;
        }
    }

    private static TextIndex IndexOf(params ReadOnlySpan<string> texts)
    {
        var index = new TextIndex();
        for (var i = 0; i < texts.Length; i++) index.Add(i, texts[i]);
        return index;
    }
}
