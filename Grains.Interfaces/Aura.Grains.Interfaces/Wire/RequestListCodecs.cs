using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;

namespace Aura.Grains;

/// <summary>
/// Sends lists of requests as one, so that an error names the right one of them. Orleans finds codecs of lists by the kind of list and not by what
/// is in them, so that these are registered as services, which calls ask first; and it has no codec for every list that a caller may come with.
/// </summary>
internal static class RequestListCodecs
{
    private const int MostContentBytes = 64 << 20;

    public static IServiceCollection AddRequestLists(this IServiceCollection services) => services
        .AddSingleton<IFieldCodec<IReadOnlyList<MemoryRequest>>>(new MemoriesCodec())
        .AddSingleton<IFieldCodec<IReadOnlyList<RecallRequest>>>(new RecallsCodec())
        .AddSingleton<IDeepCopier<IReadOnlyList<MemoryRequest>>>(new ListCopier<MemoryRequest>())
        .AddSingleton<IDeepCopier<IReadOnlyList<RecallRequest>>>(new ListCopier<RecallRequest>());

    private sealed class MemoriesCodec() : RequestCodec<IReadOnlyList<MemoryRequest>>(memories => Rules.Memories(memories, MostContentBytes));

    private sealed class RecallsCodec() : RequestCodec<IReadOnlyList<RecallRequest>>(queries => Rules.Recalls(queries));

    // The requests never change; the list may.
    private sealed class ListCopier<T> : IDeepCopier<IReadOnlyList<T>>
    {
        public IReadOnlyList<T> DeepCopy(IReadOnlyList<T> input, CopyContext context) => input?.ToArray()!;
    }
}
