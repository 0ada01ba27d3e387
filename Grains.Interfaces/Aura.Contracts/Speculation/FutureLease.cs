namespace Aura;

/// <summary>A driver's right to go on with a future.</summary>
/// <param name="Future">The future's name.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Lease">What the driver names with every state: as good as a password.</param>
/// <param name="Until">When it ends unless it is renewed: UTC.</param>
public sealed record FutureLease(string Future, string Branch, string Lease, DateTimeOffset Until);
