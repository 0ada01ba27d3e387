using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aura.Engine;

/// <summary>
/// The simulation <c>script</c>: saves the states that its arguments list, one a step. The arguments are
/// <c>{"steps":[{"payload":…,"type":…,"confidence":…,"energyCost":…,"causes":[…]}]}</c>, where only the payload must be given.
/// </summary>
internal sealed class ScriptSimulation : ISimulation
{
    // Read once for all steps.
    private readonly ConditionalWeakTable<Payload, Script> _scripts = [];

    public ValueTask<SaveRequest?> StepAsync(SimulationStep step, CancellationToken cancellationToken)
    {
        var steps = _scripts.GetValue(step.Arguments, Read).Steps;
        return new(step.Number < steps.Count ? steps[step.Number].ToRequest() : null);
    }

    private static Script Read(Payload arguments)
    {
        Script? script;
        try
        {
            script = arguments.As(SpeculationJsonContext.Default.Script);
        }
        catch (JsonException e)
        {
            throw Refused(e.Message, e);
        }
        if (script is null) throw Refused("they are null.");
        for (var i = 0; i < script.Steps.Count; i++)
        {
            if (script.Steps[i] is null) throw Refused($"steps[{i}] is null.");
        }
        return script;

        static InvalidInputException Refused(string why, Exception? inner = null) =>
            new("arguments", $"A script's arguments must be {{\"steps\":[{{\"payload\":…}}]}}: {why}", inner);
    }
}
