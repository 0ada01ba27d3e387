namespace Aura.Engine;

/// <summary>Lets many in that share, or one that is alone, in the order in which they came.</summary>
internal sealed class SharedGate
{
    private readonly Queue<(TaskCompletionSource Entered, bool Alone)> _waiting = [];
    private int _sharing;
    private bool _alone;

    /// <summary>Enters beside others that share; disposing what it returns leaves.</summary>
    public async ValueTask<Pass> ShareAsync()
    {
        await EnterAsync(alone: false);
        return new Pass(this);
    }

    /// <summary>Enters when nobody else is in; disposing what it returns leaves.</summary>
    public async ValueTask<Pass> AloneAsync()
    {
        await EnterAsync(alone: true);
        return new Pass(this);
    }

    private Task EnterAsync(bool alone)
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0 && TryEnter(alone)) return Task.CompletedTask;
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((entered, alone));
            return entered.Task;
        }
    }

    private bool TryEnter(bool alone)
    {
        if (_alone || (alone && _sharing > 0)) return false;
        if (alone) _alone = true;
        else _sharing++;
        return true;
    }

    private void Leave()
    {
        lock (_waiting)
        {
            if (_alone) _alone = false;
            else _sharing--;
            while (_waiting.TryPeek(out var next) && TryEnter(next.Alone)) _waiting.Dequeue().Entered.SetResult();
        }
    }

    public readonly struct Pass(SharedGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
