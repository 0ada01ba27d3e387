using System.Globalization;
using System.Text;

namespace Aura.Engine;

/// <summary>
/// The words of a text, in order and in lower case, for a <c>foreach</c>: runs of letters and digits, so that <c>HAT004</c> stays one word and
/// <c>2024-05-20</c> becomes three. Marks belong to the letter before them; an apostrophe between letters is left out (<c>don't</c>: dont);
/// ideographs and kana, which have no spaces between words, are words one by one. Nothing is allocated.
/// </summary>
/// <param name="text">The text. Half a surrogate pair is part of no word.</param>
/// <param name="buffer">Where each word is written: <see cref="MaxLength"/> characters.</param>
public ref struct Words(ReadOnlySpan<char> text, Span<char> buffer)
{
    /// <summary>The longest word, in UTF-16 code units; what goes on longer is cut into pieces.</summary>
    public const int MaxLength = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private int _next;

    /// <summary>The word, until the next one.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Itself, for <c>foreach</c>.</summary>
    public readonly Words GetEnumerator() => this;

    /// <summary>Goes on to the next word.</summary>
    public bool MoveNext()
    {
        var length = 0;
        while (_next < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_next..], out var rune, out var units);
            if (IsWhole(rune))
            {
                if (length > 0) break;
                length = rune.EncodeToUtf16(_buffer);
                _next += units;
                break;
            }
            if (IsPart(rune, within: length > 0))
            {
                if (length + units > MaxLength) break;
                length += Rune.ToLowerInvariant(rune).EncodeToUtf16(_buffer[length..]);
            }
            else if (length > 0 && !IsLeftOut(rune))
            {
                break;
            }
            _next += units;
        }
        Current = _buffer[..length];
        return length > 0;
    }

    private readonly bool IsLeftOut(Rune rune) => rune.Value is '\'' or '\u2019' && _next + 1 < _text.Length && char.IsLetter(_text[_next + 1]);

    private static bool IsPart(Rune rune, bool within)
    {
        if (rune.IsAscii) return char.IsAsciiLetterOrDigit((char)rune.Value);
        if (Rune.IsLetterOrDigit(rune)) return true;
        return within && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    // Hiragana and katakana, then the ideographs of the basic plane, the compatible ones, and those of the supplementary planes.
    private static bool IsWhole(Rune rune) =>
        rune.Value is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF)
        && Rune.IsLetter(rune);
}
