namespace Aura.Engine;

/// <summary>What scans need of a vector of float32, whatever its width.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>How many float32 a vector holds.</summary>
    static abstract int Count { get; }

    /// <summary>Whether there are registers for the sums of eight rows by two vectors; else there are for four by two.</summary>
    static abstract bool EightRows { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector vector, float* target);

    static abstract TVector Fill(float value);

    /// <summary>The upper halves (<see cref="SplitFloat"/>) at even places among the next two vectors' worth, made float32.</summary>
    static abstract TVector Even(ushort* uppers);

    /// <summary>Those at odd places.</summary>
    static abstract TVector Odd(ushort* uppers);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary>x y + sum, rounded once or twice.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector sum);

    static abstract float Sum(TVector vector);

    /// <summary>A bit a lane: whether the value is not less than the limit. What is no number is not.</summary>
    static abstract uint NotLess(TVector values, TVector limits);
}
