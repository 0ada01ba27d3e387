using System.Net.Sockets;

namespace Aura.Silo;

/// <summary>Why a silo did not start, in one sentence for the person who started it.</summary>
internal static class StartFailure
{
    /// <summary>The sentence; null for an error that nobody expected.</summary>
    public static string? Explain(Exception? e) => e switch
    {
        null => null,
        AuraException => e.Message,
        // Kestrel names the address.
        IOException { InnerException: not null } => e.Message,
        OperationCanceledException => "The silo was asked to end before it had joined its cluster.",
        SocketException => $"The network refuses: {e.Message}",
        AggregateException { InnerExceptions: var inner } => inner.Select(Explain).FirstOrDefault(sentence => sentence is not null),
        _ => Explain(e.InnerException),
    };
}
