using System.Collections.Concurrent;

namespace Aura.Tests.Hosting;

/// <summary>A retrieval that does what its arguments say. Tests that give it a name of their own can tell how far it has come.</summary>
public sealed class ProbeRetrieval : Retrieval<ProbeRetrieval.Order, object>
{
    private static readonly ConcurrentDictionary<string, Probe> Probes = [];

    /// <summary>The probe of this name.</summary>
    public static Probe Of(string name) => Probes.GetOrAdd(name, _ => new Probe());

    /// <inheritdoc/>
    protected override async ValueTask<object> ComputeAsync(RetrievalContext context, Order? arguments, CancellationToken cancellationToken)
    {
        var probe = Of(arguments?.Name ?? "");
        probe.Token = cancellationToken;
        probe.Reached.TrySetResult();
        switch (arguments?.Do)
        {
            case "throw":
                throw new FormatException("one\ntwo");
            case "cancel":
                throw new OperationCanceledException();
            case "refuse":
                throw new InvalidInputException("arguments.do", "Do not.");
            case "wait":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "hang":
                await probe.Release.Task;
                break;
            case "block":
                probe.Release.Task.Wait(CancellationToken.None);
                break;
            case "large":
                return new string('x', arguments.Size);
            case "history":
                return await context.HistoryAsync(new HistoryRequest { NewestFirst = true, ToVersion = arguments.Size }).Select(s => s.Version).ToListAsync();
        }
        return new { context.State.Version, context.Now };
    }

    /// <summary>What to do.</summary>
    public sealed record Order(string? Do = null, string? Name = null, int Size = 0);

    /// <summary>How far a call has come.</summary>
    public sealed class Probe
    {
        /// <summary>It runs.</summary>
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Lets one go that hangs or blocks.</summary>
        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What it was told to stop by.</summary>
        public CancellationToken Token { get; set; }
    }
}
