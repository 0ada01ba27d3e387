using Aura.Tests.Hosting;

namespace Aura.Tests.Models;

/// <summary>The model against SQLite.</summary>
public sealed class SqliteModelBehaviour : ModelBehaviour
{
    /// <inheritdoc/>
    protected override int Sequences => 150;

    /// <inheritdoc/>
    protected override ValueTask<IStorePlace> MakePlaceAsync() => new(new SqlitePlace());
}
