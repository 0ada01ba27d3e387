using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aura.Engine;

namespace Aura.Storage;

/// <summary>What both stores put into the rows of fabrics and memories, and what they make of rows that they read.</summary>
internal static class MemoryRow
{
    /// <summary>From so many changed memories on, a fabric's memories are gone through by ordinal instead of by revision.</summary>
    public const int ManyChanges = 10_000;

    /// <summary>Labels or ids as JSON.</summary>
    public static byte[] WriteTexts(IReadOnlyList<string> texts) =>
        JsonSerializer.SerializeToUtf8Bytes(texts, AuraJsonContext.Default.IReadOnlyListString);

    /// <summary>Interpretations as JSON, their vectors left out.</summary>
    public static byte[] WriteInterpretations(IReadOnlyList<Interpretation> interpretations) => JsonSerializer.SerializeToUtf8Bytes(
        [.. interpretations.Select(i => i with { Vector = default })], AuraJsonContext.Default.IReadOnlyListInterpretation);

    /// <summary>The vectors of interpretations, which have one dimension, one after the other.</summary>
    public static byte[] WriteVectors(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        var bytes = new byte[vectors.Sum(v => v.Length) * sizeof(float)];
        var place = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        foreach (var vector in vectors)
        {
            CopyLittleEndian(MemoryMarshal.Cast<float, int>(vector.Span), place);
            place = place[vector.Length..];
        }
        return bytes;
    }

    /// <summary>Writes the vectors of a memory's interpretations.</summary>
    public static byte[] WriteVectors(MemoryRecord memory) => WriteVectors([.. memory.Interpretations.Select(i => i.Vector)]);

    /// <summary>Puts a memory together from its columns.</summary>
    /// <exception cref="StoreException">A column holds what Aura never writes there.</exception>
    public static MemoryRecord Read(
        string id, long ordinal, int tier, bool archived, string? consolidatedInto, RowUses uses, string? agent, Guid? state, DateTimeOffset occurredAt,
        DateTimeOffset recordedAt, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> sources, ReadOnlySpan<byte> interpretations, byte[] content,
        ReadOnlySpan<byte> vectors)
    {
        try
        {
            return new MemoryRecord
            {
                Id = id,
                Ordinal = ordinal,
                Content = Payload.FromStore(content),
                Tier = (MemoryTier)tier,
                Labels = ReadTexts(labels),
                Agent = agent,
                State = state is { } value ? new StateId(value) : null,
                OccurredAt = occurredAt,
                RecordedAt = recordedAt,
                Interpretations = ReadInterpretations(interpretations, vectors),
                Uses = uses,
                Archived = archived,
                Sources = ReadTexts(sources),
                ConsolidatedInto = consolidatedInto,
            };
        }
        catch (JsonException e)
        {
            throw new StoreException($"Memory '{id}' is damaged: its row holds what Aura never writes.", e);
        }
    }

    /// <summary>What a change of a fabric that does not exist is told.</summary>
    public static NotFoundException NoFabric(string fabric) => new($"There is no fabric '{fabric}'.");

    /// <summary>A fabric's settings as JSON.</summary>
    public static string WriteSettings(FabricSettings settings) => JsonSerializer.Serialize(settings, AuraJsonContext.Default.FabricSettings);

    /// <summary>Puts a fabric together from its columns.</summary>
    /// <exception cref="StoreException">Its settings are not what Aura writes there.</exception>
    public static FabricInfo ReadFabric(string name, string embedding, string settings, DateTimeOffset createdAt)
    {
        try
        {
            return new FabricInfo
            {
                Name = name,
                Embedding = embedding,
                Settings = JsonSerializer.Deserialize(settings, AuraJsonContext.Default.FabricSettings)!,
                CreatedAt = createdAt,
            };
        }
        catch (JsonException e)
        {
            throw new StoreException($"Fabric '{name}' is damaged: its settings cannot be read.", e);
        }
    }

    private static IReadOnlyList<string> ReadTexts(ReadOnlySpan<byte> json) =>
        json.SequenceEqual("[]"u8) ? [] : JsonSerializer.Deserialize(json, AuraJsonContext.Default.IReadOnlyListString)!;

    private static Interpretation[] ReadInterpretations(ReadOnlySpan<byte> json, ReadOnlySpan<byte> vectors)
    {
        var read = JsonSerializer.Deserialize(json, AuraJsonContext.Default.IReadOnlyListInterpretation)!;
        var components = new float[vectors.Length / sizeof(float)];
        CopyLittleEndian(MemoryMarshal.Cast<byte, int>(vectors), MemoryMarshal.Cast<float, int>(components.AsSpan()));
        var dimensions = components.Length / Math.Max(read.Count, 1);
        return [.. read.Select((interpretation, i) => interpretation with { Vector = components.AsMemory(i * dimensions, dimensions) })];
    }

    private static void CopyLittleEndian(ReadOnlySpan<int> from, Span<int> to)
    {
        if (BitConverter.IsLittleEndian) from.CopyTo(to);
        else BinaryPrimitives.ReverseEndianness(from, to);
    }
}
