namespace Aura.Engine;

/// <summary>A place of a branch graph that is drawn: one state at which something leaves, joins or ends, or a run of states without any such.</summary>
internal sealed class BranchNode(BranchLine line, long from, long to)
{
    /// <summary>The branch it was written on.</summary>
    public BranchLine Line { get; } = line;

    /// <summary>Its first version.</summary>
    public long From { get; } = from;

    /// <summary>Its last version.</summary>
    public long To { get; } = to;

    /// <summary>Its state's id, if the graph tells it.</summary>
    public StateId? Id { get; init; }

    /// <summary>What it took in, if it joins two lines.</summary>
    public BranchJoin? Join { get; init; }

    /// <summary>What it follows, that of its own line first.</summary>
    public List<BranchNode> Parents { get; } = [];

    /// <summary>Whether it stands for a branch that has no state yet.</summary>
    public bool IsEmpty => From > To;

    /// <summary>Whether it is the end of its line.</summary>
    public bool IsHead => Line.Nodes[^1] == this;
}
