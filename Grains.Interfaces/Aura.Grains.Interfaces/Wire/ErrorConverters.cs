namespace Aura.Grains;

[RegisterConverter]
internal sealed class InvalidInputConverter : IConverter<InvalidInputException, ErrorSurrogate>
{
    public InvalidInputException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Field!, error.Message);

    public ErrorSurrogate ConvertToSurrogate(in InvalidInputException error) => new() { Message = error.Message, Field = error.Field };
}

[RegisterConverter]
internal sealed class ConcurrencyConverter : IConverter<ConcurrencyException, ErrorSurrogate>
{
    public ConcurrencyException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Agent!, error.Branch!, error.Expected, error.Actual);

    public ErrorSurrogate ConvertToSurrogate(in ConcurrencyException error) =>
        new() { Agent = error.Agent, Branch = error.Branch, Expected = error.Expected, Actual = error.Actual };
}

[RegisterConverter]
internal sealed class UncertainWriteConverter : IConverter<UncertainWriteException, ErrorSurrogate>
{
    public UncertainWriteException ConvertFromSurrogate(in ErrorSurrogate error) =>
        new(error.Agent!, error.Branch!, new StoreUnavailableException(error.Message));

    public ErrorSurrogate ConvertToSurrogate(in UncertainWriteException error) =>
        new() { Agent = error.Agent, Branch = error.Branch, Message = error.InnerException!.Message };
}

[RegisterConverter]
internal sealed class FabricUnavailableConverter : IConverter<FabricUnavailableException, ErrorSurrogate>
{
    public FabricUnavailableException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in FabricUnavailableException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class NotFoundConverter : IConverter<NotFoundException, ErrorSurrogate>
{
    public NotFoundException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in NotFoundException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class OverloadedConverter : IConverter<OverloadedException, ErrorSurrogate>
{
    public OverloadedException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in OverloadedException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class RetrievalConverter : IConverter<RetrievalException, ErrorSurrogate>
{
    public RetrievalException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in RetrievalException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class StoreConverter : IConverter<StoreException, ErrorSurrogate>
{
    public StoreException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in StoreException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class StoreSchemaConverter : IConverter<StoreSchemaException, ErrorSurrogate>
{
    public StoreSchemaException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in StoreSchemaException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class StoreUnavailableConverter : IConverter<StoreUnavailableException, ErrorSurrogate>
{
    public StoreUnavailableException ConvertFromSurrogate(in ErrorSurrogate error) => new(error.Message);

    public ErrorSurrogate ConvertToSurrogate(in StoreUnavailableException error) => new() { Message = error.Message };
}

[RegisterConverter]
internal sealed class DamagedStateConverter : IConverter<DamagedStateException, ErrorSurrogate>
{
    public DamagedStateException ConvertFromSurrogate(in ErrorSurrogate error) => new(new StateId(error.State), error.Version, error.Message);

    public ErrorSurrogate ConvertToSurrogate(in DamagedStateException error) =>
        new() { State = error.Damage.State!.Value.Value, Version = error.Damage.Version, Message = error.Damage.Problem };
}
