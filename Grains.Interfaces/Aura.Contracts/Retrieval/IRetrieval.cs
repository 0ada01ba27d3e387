namespace Aura;

/// <summary>A computation that runs beside the data while a state is loaded. It is registered by name as a keyed service.</summary>
public interface IRetrieval
{
    /// <summary>Computes the result.</summary>
    /// <exception cref="InvalidInputException">The arguments make no sense.</exception>
    ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken);
}
