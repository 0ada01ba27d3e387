namespace Aura.Grains;

/// <summary>The names that most states have. One string stands for each, however many states arrive.</summary>
internal static class SharedNames
{
    /// <summary>The place of a name that is not among them.</summary>
    public const byte None = 0;

    // Their places are part of the format: new ones go to the end.
    private static readonly string[] Names =
    [
        "", BranchNames.Main, StateTypes.AgentMemory, StateTypes.Decision, StateTypes.Observation, StateTypes.Outcome, StateTypes.Lesson,
        StateTypes.Thought, StateTypes.Speculation, StateTypes.NeuralCheckpoint, StateTypes.Topology,
    ];

    public static byte PlaceOf(string name)
    {
        var names = Names;
        for (var place = 1; place < names.Length; place++)
        {
            if (names[place] == name) return (byte)place;
        }
        return None;
    }

    /// <summary>The name at a place; null if none is there.</summary>
    public static string? At(byte place) => place < Names.Length ? Names[place] : null;
}
