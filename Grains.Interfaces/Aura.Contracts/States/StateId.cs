using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Aura;

/// <summary>The name of one state: a UUID version 7 (RFC 9562), so that ids sort by the millisecond they were made in.</summary>
[JsonConverter(typeof(StateIdJsonConverter))]
public readonly record struct StateId(Guid Value) : IComparable<StateId>, IParsable<StateId>
{
    private const int Length = 36;
    private const int RandomBytes = 10;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _randomLeft;

    /// <summary>Makes an id whose leading 48 bits are <paramref name="time"/> in milliseconds since 1970; 74 bits are random.</summary>
    public static StateId Create(DateTimeOffset time)
    {
        // One system call for a few hundred ids: asked for one by one, randomness costs more than the rest of the id.
        var random = _random ??= new byte[256 * RandomBytes];
        if (_randomLeft == 0)
        {
            RandomNumberGenerator.Fill(random);
            _randomLeft = random.Length;
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        random.AsSpan(_randomLeft -= RandomBytes, RandomBytes).CopyTo(bytes[6..]);
        bytes[6] = (byte)(0x70 | bytes[6] & 0x0F);
        bytes[8] = (byte)(0x80 | bytes[8] & 0x3F);
        return new StateId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Reads the 36-character form, with or without the prefix <c>state:</c>.</summary>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public static StateId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id)
            ? id
            : throw new FormatException($"'{s}' is not a state id: it is 36 characters like 0198c2f0-7a51-7cc3-98c4-dc0c0c07398f.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out StateId result)
    {
        var text = s.AsSpan();
        if (text.StartsWith(Cause.LinkPrefix)) text = text[Cause.LinkPrefix.Length..];
        // The parser would overlook white space around it.
        var parsed = Guid.TryParseExact(text, "D", out var value) && text.Length == Length;
        if (!parsed) value = default;
        result = new StateId(value);
        return parsed;
    }

    /// <summary>Orders by the big-endian bytes, as both stores do.</summary>
    public int CompareTo(StateId other) => Value.CompareTo(other.Value);

    /// <summary>The 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}
