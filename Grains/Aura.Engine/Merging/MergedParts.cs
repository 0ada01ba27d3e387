namespace Aura.Engine;

/// <summary>The members of a merged object, or the elements of a merged array.</summary>
internal sealed class MergedParts(bool isArray, int capacity)
{
    private readonly List<(KeyedValues Source, int Index, MergedValue Value)> _parts = new(capacity);

    /// <summary>Adds one, unless there is nothing to add.</summary>
    /// <param name="source">Where its name is.</param>
    /// <param name="index">Which name it is there.</param>
    /// <param name="value">Its value.</param>
    public void Add(KeyedValues source, int index, MergedValue value)
    {
        if (!value.IsAbsent) _parts.Add((source, index, value));
    }

    public void Write(JsonBuffer to)
    {
        to.Append(isArray ? (byte)'[' : (byte)'{');
        var start = to.Length;
        foreach (var (source, index, value) in _parts)
        {
            if (to.Length > start) to.Append((byte)',');
            if (!isArray)
            {
                to.Append((byte)'"');
                to.Append(source.RawName(index));
                to.Append("\":"u8);
            }
            value.Write(to);
        }
        to.Append(isArray ? (byte)']' : (byte)'}');
    }
}
