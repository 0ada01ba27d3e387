namespace Aura.Engine;

/// <summary>Where the versions of an object or an array have one key; −1 in those that lack it.</summary>
internal readonly record struct MergeKey(int Base, int Ours, int Theirs);
