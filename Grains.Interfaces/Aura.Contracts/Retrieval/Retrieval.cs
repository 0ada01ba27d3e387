using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aura;

/// <summary>A retrieval with typed arguments and a typed result.</summary>
/// <param name="arguments">How arguments are read from JSON; by reflection with camel-case names if null.</param>
/// <param name="result">How the result is written as JSON; by reflection with camel-case names if null.</param>
public abstract class Retrieval<TArguments, TResult>(JsonTypeInfo<TArguments>? arguments = null, JsonTypeInfo<TResult>? result = null) : IRetrieval
{
    /// <inheritdoc/>
    public virtual bool NeedsPayload => true;

    /// <inheritdoc/>
    public async ValueTask<Payload> ComputeAsync(RetrievalContext context, CancellationToken cancellationToken)
    {
        var read = Read(context.Arguments);
        var computed = await ComputeAsync(context, read, cancellationToken);
        return result is null ? Payload.From(computed) : Payload.From(computed, result);
    }

    /// <summary>Computes the result.</summary>
    /// <param name="context">What it may look at.</param>
    /// <param name="arguments">The arguments; null if the caller gave none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected abstract ValueTask<TResult> ComputeAsync(RetrievalContext context, TArguments? arguments, CancellationToken cancellationToken);

    private TArguments? Read(Payload given)
    {
        try
        {
            return arguments is null ? given.As<TArguments>() : given.As(arguments);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException("arguments", $"Arguments {given} do not fit {GetType().Name}: {e.Message}", e);
        }
    }
}
