namespace Aura.Testing;

/// <summary>What a memory of a process that is killed says of itself.</summary>
/// <param name="Revision">The revision that it was added by.</param>
/// <param name="Place">Its place among those added with it.</param>
/// <param name="Archives">The revision whose memories were archived with it; 0 for none.</param>
public sealed record CrashMemory(long Revision, int Place, long Archives);
