using System.Runtime.InteropServices;

namespace Aura.Engine;

/// <summary>
/// <c>project</c> picks values out of the payload. Its arguments are <c>{"paths": ["/a/b", …]}</c>, JSON pointers (RFC 6901); its result is an
/// object from path to value, byte for byte, in which paths that lead nowhere are left out.
/// </summary>
internal sealed class ProjectRetrieval()
    : Retrieval<ProjectRetrieval.Input, Dictionary<string, Payload>>(RetrievalJson.Default.ProjectInput, RetrievalJson.Default.DictionaryStringPayload)
{
    protected override ValueTask<Dictionary<string, Payload>> ComputeAsync(
        RetrievalContext context, Input? arguments, CancellationToken cancellationToken)
    {
        if (arguments is null)
            throw new InvalidInputException("arguments", "Arguments are missing: paths such as {\"paths\": [\"/a/b\"]} must be given.");
        using var payload = context.State.Payload!.Open();
        var found = new Dictionary<string, Payload>(StringComparer.Ordinal);
        foreach (var path in arguments.Paths)
        {
            var pointer = path is null ? null : JsonPointer.TryParse(path);
            if (pointer is null)
            {
                throw new InvalidInputException(
                    "arguments.paths", $"Path '{path}' is no JSON pointer: it is empty, or begins with '/' and has '~' only as ~0 and ~1.");
            }
            if (pointer.TryFind(payload.RootElement, out var value)) found[path!] = Payload.Parse(JsonMarshal.GetRawUtf8Value(value));
        }
        return ValueTask.FromResult(found);
    }

    internal sealed record Input(IReadOnlyList<string?> Paths);
}
