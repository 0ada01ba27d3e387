namespace Aura.Tests.Models;

/// <summary>A clock that can also be set back, as clocks of real machines are.</summary>
public sealed class SettableClock : TimeProvider
{
    /// <summary>What the clock shows.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
