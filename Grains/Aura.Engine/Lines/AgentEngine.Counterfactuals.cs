namespace Aura.Engine;

public sealed partial class AgentEngine
{
    /// <inheritdoc/>
    public ValueTask<WhatIf> WhatIfAsync(WhatIfRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WhatIf>> ListWhatIfsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<Calibration> CalibrateAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
