namespace Aura;

/// <summary>
/// A computation that runs beside the data while a state is loaded. It is registered by name, as a keyed service or with the host's options.
/// One object serves all calls, many at a time.
/// </summary>
public interface IRetrieval
{
    /// <summary>Whether it looks at the state's content. If it does not, it also runs over a state whose content was erased.</summary>
    bool NeedsPayload => true;

    /// <summary>Computes the result.</summary>
    /// <exception cref="InvalidInputException">The arguments make no sense.</exception>
    ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken);
}
