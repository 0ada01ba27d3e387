using System.CommandLine;

namespace Aura.Cli;

/// <summary><c>aura memory create FABRIC</c>.</summary>
internal sealed class MemoryCreateCommand : AuraCommand
{
    private static readonly FabricSettings Usual = new();

    private readonly Argument<string> _fabric;
    private readonly Option<int?> _dimensions;
    private readonly Option<double?> _decay;
    private readonly Option<double?> _beta;
    private readonly Option<double?> _similarityWeight;
    private readonly Option<int?> _workingCapacity;
    private readonly Option<double?> _drift;
    private readonly Option<double?> _similarity;
    private readonly Option<int?> _size;
    private readonly Option<double?> _archiveBelow;

    public MemoryCreateCommand(Screen screen) : base(
        "create", "Make a fabric with settings of its own, which then stay. Without any it need not be made: its first memory does.", screen)
    {
        _fabric = Has(MemoryOptions.Fabric());
        _dimensions = Has(CommonOptions.Number("--dimensions", "The vectors' dimension  [default: the embedding's]"));
        _decay = Has(Real("--decay", "How fast memories fade: d of ACT-R's base level", Usual.Decay));
        _beta = Has(Real("--beta", "The inverse temperature of read-outs and collapses", Usual.InverseTemperature));
        _similarityWeight = Has(Real("--similarity-weight", "What a cosine of 1 adds to the activation while thinking", Usual.SimilarityWeight));
        _workingCapacity = Has(Number("--working-capacity", "How many memories working memory holds", Usual.WorkingCapacity));
        _drift = Has(Real("--drift", "How far an episode moves toward the contexts of its uses", Usual.Drift));
        _similarity = Has(Real("--consolidation-similarity", "The cosine from which on two episodes are similar", Usual.ConsolidationSimilarity));
        _size = Has(Number("--consolidation-size", "How many similar episodes make a semantic memory", Usual.ConsolidationSize));
        _archiveBelow = Has(Real("--archive-below", "The activation below which a memory is archived", Usual.ArchiveBelow));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "aura memory create airline --consolidation-similarity 0.7 --consolidation-size 5",
        "aura memory create airline --archive-below=-7",
    ];

    protected override async Task<int> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var name = Names.Check("fabric", line.GetRequiredValue(_fabric));
        var settings = Rules.Settings(new FabricSettings
        {
            Dimensions = line.GetValue(_dimensions),
            Decay = line.GetValue(_decay) ?? Usual.Decay,
            InverseTemperature = line.GetValue(_beta) ?? Usual.InverseTemperature,
            SimilarityWeight = line.GetValue(_similarityWeight) ?? Usual.SimilarityWeight,
            WorkingCapacity = line.GetValue(_workingCapacity) ?? Usual.WorkingCapacity,
            Drift = line.GetValue(_drift) ?? Usual.Drift,
            ConsolidationSimilarity = line.GetValue(_similarity) ?? Usual.ConsolidationSimilarity,
            ConsolidationSize = line.GetValue(_size) ?? Usual.ConsolidationSize,
            ArchiveBelow = line.GetValue(_archiveBelow) ?? Usual.ArchiveBelow,
        });
        await using var aura = await CommonOptions.OpenOrCreateAsync(line, cancellationToken);
        var fabric = await aura.Fabric(name).CreateAsync(settings, cancellationToken);
        if (line.GetValue(CommonOptions.Json)) Screen.Json(fabric, AuraJsonContext.Default.FabricInfo);
        else Screen.Line($"Fabric [bold]{fabric.Name}[/] has {fabric.Settings.Dimensions} dimensions of {fabric.Embedding}");
        return ExitCodes.Ok;
    }

    private static Option<int?> Number(string name, string description, int usual) => CommonOptions.Number(name, $"{description}  [default: {usual}]");

    private static Option<double?> Real(string name, string description, double usual) =>
        CommonOptions.Real(name, FormattableString.Invariant($"{description}  [default: {usual}]"));
}
