namespace Aura.Storage;

/// <summary>Where the bytes of a stored payload are.</summary>
internal enum PayloadKind : short
{
    /// <summary>In the state's own row.</summary>
    Inline = 0,

    /// <summary>In the table of blobs, by their SHA-256.</summary>
    Blob = 1,

    /// <summary>Nowhere any more.</summary>
    Erased = 2,
}
