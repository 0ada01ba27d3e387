namespace Aura.Engine;

/// <summary>A member of an object that a patch works on.</summary>
/// <param name="RawName">Its name as it is written, without the quotation marks.</param>
/// <param name="Value">Its value.</param>
internal sealed record PatchMember(byte[] RawName, PatchNode Value);
