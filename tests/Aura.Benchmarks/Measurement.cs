using System.Text.Json.Serialization;

namespace Aura.Benchmarks;

/// <summary>One figure beside its peer's, taken in the same run.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Aura's figure.</param>
/// <param name="Unit">The unit of both figures.</param>
/// <param name="Peer">What it is compared with; null if the target is absolute.</param>
/// <param name="PeerValue">The peer's figure.</param>
/// <param name="Ratio">Aura's figure divided by the peer's.</param>
/// <param name="Target">What must hold, in words.</param>
/// <param name="Holds">Whether it does; null if nothing is demanded.</param>
internal sealed record Measurement(
    string Name, double Value, string Unit, string? Peer = null, double? PeerValue = null, double? Ratio = null, string? Target = null, bool? Holds = null)
{
    /// <summary>A figure whose ratio to its peer's must be at least so much.</summary>
    public static Measurement AtLeast(string name, double value, string unit, string peer, double peerValue, double ratio) =>
        new(name, value, unit, peer, peerValue, value / peerValue, $"at least {ratio:0.##} x", value / peerValue >= ratio);

    /// <summary>A figure whose ratio to its peer's must be at most so much.</summary>
    public static Measurement AtMost(string name, double value, string unit, string peer, double peerValue, double ratio) =>
        new(name, value, unit, peer, peerValue, value / peerValue, $"at most {ratio:0.##} x", value / peerValue <= ratio);

    /// <summary>A figure that must be at most so much.</summary>
    public static Measurement Within(string name, double value, string unit, double limit) =>
        new(name, value, unit, Target: $"at most {limit:0.##} {unit}", Holds: value <= limit);

    /// <summary>A figure beside its peer's, of which nothing is demanded.</summary>
    public static Measurement Beside(string name, double value, string unit, string peer, double peerValue) =>
        new(name, value, unit, peer, peerValue, value / peerValue);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Measurement>))]
internal sealed partial class MeasurementJsonContext : JsonSerializerContext;
