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

    public async ValueTask<T> InTurnAsync<T>(Func<BranchEngine, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work(engine);
        }
        finally
        {
            _turn.Release();
        }
    }
}
