namespace Aura.Tests.Hosting;

/// <summary>A place for one store, and a way to reach into it behind Aura's back.</summary>
public interface IStorePlace : IAsyncDisposable
{
    /// <summary>The connection string that Aura takes.</summary>
    string Store { get; }

    /// <summary>Runs raw SQL, whose parameters are <c>@p0</c>, <c>@p1</c> and so on, and returns the first value that it yields.</summary>
    Task<object?> SqlAsync(string sql, params object[] parameters);

    /// <summary>How this store writes an id.</summary>
    object Key(StateId id);

    /// <summary>How this store writes a time.</summary>
    object Time(DateTimeOffset time);

    /// <summary>Takes away what would stop a hand from changing whatever it likes.</summary>
    Task DropConstraintsAsync();
}
