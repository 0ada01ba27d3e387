using Aura.Engine;

namespace Aura.Client;

/// <summary>One line in memory, and the turn that its writers take.</summary>
internal sealed class LoadedLine(BranchEngine engine)
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public BranchEngine Engine => engine;

    /// <summary>Whether it was used since it was last asked.</summary>
    public bool Used { get; set; } = true;

    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>Waits for the writers before; disposing what it returns lets the next one go.</summary>
    public async ValueTask<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
