namespace Aura.Engine;

public partial class BranchEngine
{
    /// <summary>Runs a retrieval. What it returns is not remembered yet.</summary>
    public ValueTask<Retrieved> ComputeAsync(RetrieveRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Saves what a retrieval computed as the line's next state.</summary>
    public ValueTask<Retrieved> RememberAsync(RetrieveRequest request, Retrieved retrieved, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public async ValueTask<Retrieved> RetrieveAsync(RetrieveRequest request, CancellationToken cancellationToken = default)
    {
        var retrieved = await ComputeAsync(request, cancellationToken);
        return request.Remember ? await RememberAsync(request, retrieved, cancellationToken) : retrieved;
    }
}
