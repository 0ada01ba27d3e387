namespace Aura.Grains;

/// <summary>What of an error crosses silos: what it says and names, not what caused it inside the silo.</summary>
[GenerateSerializer, Immutable, Alias("aura.error")]
internal struct ErrorSurrogate
{
    [Id(0)]
    public string Message;

    [Id(1)]
    public string? Field;

    [Id(2)]
    public string? Agent;

    [Id(3)]
    public string? Branch;

    [Id(4)]
    public long Expected;

    [Id(5)]
    public long Actual;

    [Id(6)]
    public Guid State;

    [Id(7)]
    public long Version;
}
