using System.Text;
using System.Text.Json;

namespace Aura.Benchmarks;

/// <summary>What is saved in all benchmarks: a 500-byte payload, one labelled cause and a confidence.</summary>
internal static class TypicalState
{
    public const int PayloadBytes = 500;

    public static readonly CausalContext Context = new() { Causes = ["user_request"], Confidence = 0.9 };

    /// <summary>The context as stores keep it.</summary>
    public static readonly string ContextJson = JsonSerializer.Serialize(Context, AuraJsonContext.Default.CausalContext);

    public static readonly Payload Payload = MakePayload();

    private static Payload MakePayload()
    {
        var text = new StringBuilder("""{"decision":"explore","notes":" """.TrimEnd());
        var random = new Random(1);
        while (text.Length < PayloadBytes - 2) text.Append((char)('a' + random.Next(26)));
        return Payload.Parse(text.Append("\"}").ToString());
    }
}
