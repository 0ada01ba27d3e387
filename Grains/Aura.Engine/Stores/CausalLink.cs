namespace Aura.Engine;

/// <summary>A step between two states, as a store holds it.</summary>
public readonly record struct CausalLink(
    StateId Cause, StateId Effect, CausalEdgeKind Kind, CausalRelation Relation, double? Confidence);
