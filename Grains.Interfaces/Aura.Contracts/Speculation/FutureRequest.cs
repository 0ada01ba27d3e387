namespace Aura;

/// <summary>One future to be run.</summary>
public sealed record FutureRequest
{
    /// <summary>Its name within the speculation.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The name of the registered <see cref="ISimulation"/> that runs it; null if it is driven from outside. <c>script</c> is always there: it
    /// saves the states that its arguments list, <c>{"steps":[{"payload":…,"type":…,"confidence":…,"energyCost":…,"causes":[…]}]}</c>.
    /// </summary>
    public string? Simulation { get; init; }

    /// <summary>The simulation's arguments.</summary>
    public Payload Arguments { get; init => field = value ?? Payload.Null; } = Payload.Null;
}
