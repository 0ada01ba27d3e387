using Microsoft.Extensions.Time.Testing;

namespace Aura.Tests.Hosting;

/// <summary>Something that serves <see cref="IAura"/> over one store, empty at first, with a clock that tests set.</summary>
public interface IAuraHost : IAsyncDisposable
{
    /// <summary>The way in; another object after each restart.</summary>
    IAura Aura { get; }

    /// <summary>The clock.</summary>
    FakeTimeProvider Time { get; }

    /// <summary>Stops what serves and starts it again over the same store.</summary>
    ValueTask RestartAsync();

    /// <summary>Another way in to the same store, as another process would have. It goes with the host.</summary>
    ValueTask<IAura> ConnectAsync();
}
