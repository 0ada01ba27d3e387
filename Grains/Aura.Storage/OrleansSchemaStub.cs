namespace Aura.Storage;
/// <summary>stub</summary>
public static class OrleansSchema {
/// <summary>stub</summary>
 public static Task EnsureAsync(string c, bool create, CancellationToken t) => Task.CompletedTask; }
