using Aura.Engine;

namespace Aura.Tests.Fabric.Text;

/// <summary>What the words of a text are.</summary>
public sealed class WordsOfTexts
{
    [Theory]
    [InlineData("Which flights are in reservation M05KNL?", "which flights are in reservation m05knl")]
    [InlineData("HAT004, 2024-05-20; gift_card_8190333 (#W1234)", "hat004 2024 05 20 gift card 8190333 w1234")]
    [InlineData("{\"origin\":\"JFK\",\"price\":-1.5}", "origin jfk price 1 5")]
    [InlineData("I don't, you don’t; the dogs' 'quoted' o'clock'", "i dont you dont the dogs quoted oclock")]
    [InlineData("ÉCOLE Straße ΣΊΣΥΦΟΣ Москва", "école straße σίσυφοσ москва")]
    [InlineData("cafe\u0301 noir हिन्दी", "cafe\u0301 noir हिन्दी")]
    [InlineData("明日の天気abc와 한국어", "明 日 の 天 気 abc와 한국어")]
    [InlineData("𐐀𐐁 𠀀𠀁", "𐐨𐐩 𠀀 𠀁")]
    [InlineData("x\ud800y 😀 \u0301z", "x y z")]
    [InlineData("?! … \n\t ''", "")]
    [InlineData("", "")]
    public void A_text_is_its_runs_of_letters_and_digits(string text, string words) => Assert.Equal(words, Joined(text));

    [Fact]
    public void A_word_that_is_too_long_is_cut_into_pieces()
    {
        var text = new string('A', 2 * Words.MaxLength + 3);
        Assert.Equal([Words.MaxLength, Words.MaxLength, 3], Joined(text).Split(' ').Select(w => w.Length));
        Assert.Equal(
            [Words.MaxLength - 1, 2], Joined(new string('a', Words.MaxLength - 1) + "𐐀").Split(' ').Select(w => w.Length));
    }

    private static string Joined(string text)
    {
        var words = new List<string>();
        foreach (var word in new Words(text, stackalloc char[Words.MaxLength])) words.Add(word.ToString());
        return string.Join(' ', words);
    }
}
