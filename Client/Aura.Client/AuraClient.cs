using Aura.Storage;

namespace Aura.Client;

/// <summary>Opens Aura inside this process.</summary>
public static class AuraClient
{
    /// <summary>Opens a store, and makes it if it does not exist.</summary>
    /// <param name="store"><c>sqlite:PATH</c>, or <c>postgres:</c> and an Npgsql connection string.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">The text names no store.</exception>
    /// <exception cref="StoreException">The store cannot be reached or is not one that this Aura can use.</exception>
    public static ValueTask<IAura> OpenAsync(string store, CancellationToken cancellationToken = default) =>
        OpenAsync(new AuraOptions { Store = store }, cancellationToken);

    /// <summary>Opens a store as the options say.</summary>
    /// <exception cref="InvalidInputException">An option cannot be.</exception>
    /// <exception cref="NotFoundException">The store does not exist, and is not to be made.</exception>
    /// <exception cref="StoreException">The store cannot be reached or is not one that this Aura can use.</exception>
    public static async ValueTask<IAura> OpenAsync(AuraOptions options, CancellationToken cancellationToken = default)
    {
        var aura = Create(options);
        try
        {
            await aura.OpenAsync(cancellationToken);
            return aura;
        }
        catch
        {
            await aura.DisposeAsync();
            throw;
        }
    }

    internal static EmbeddedAura Create(AuraOptions options)
    {
        options.Engine.Validate();
        return new EmbeddedAura(CausalStores.Create(options.Store), options);
    }
}
