using System.Runtime.CompilerServices;

namespace Aura.Cli;

/// <summary>The memories of the states on main of agents whose names begin alike.</summary>
internal sealed class StateMemories(IAura aura, string prefix, string[] types)
{
    /// <summary>How many agents there are; null as long as that is not known.</summary>
    public long? Agents { get; private set; }

    /// <summary>How many of them were read to their end.</summary>
    public long Done { get; private set; }

    /// <summary>States of which there is nothing to remember.</summary>
    public long Silent { get; private set; }

    /// <summary>Makes memories of the states, agent by agent, the oldest first.</summary>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    public async IAsyncEnumerable<MemoryRequest> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var agents = await aura.AgentsAsync(new AgentQuery { Prefix = prefix }, cancellationToken).Select(a => a.Agent).ToListAsync(cancellationToken);
        Agents = agents.Count > 0 ? agents.Count : throw new NotFoundException($"There is no agent whose name begins with '{prefix}'.");
        foreach (var agent in agents)
        {
            var history = aura.Agent(agent).HistoryAsync(new HistoryRequest { Type = types is [var only] ? only : null }, cancellationToken);
            await foreach (var state in history.Where(s => types.Contains(s.Type)))
            {
                if (StateMemory.Of(state) is { } memory) yield return memory;
                else Silent++;
            }
            Done++;
        }
    }
}
