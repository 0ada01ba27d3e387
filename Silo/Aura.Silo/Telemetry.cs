using Aura.Engine;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aura.Silo;

/// <summary>Sends traces and metrics, Orleans' and Aura's, to an OTLP collector, if one is set.</summary>
internal sealed class Telemetry(SiloSettings settings) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Otlp is null) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault()
            .AddService("aura-silo", serviceInstanceId: $"{settings.Address}:{settings.SiloPort}")
            .AddAttributes([new("aura.cluster", settings.ClusterId)]);
        void Send(OtlpExporterOptions exporter) => exporter.Endpoint = new Uri(settings.Otlp);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(EngineMetrics.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application").AddOtlpExporter(Send).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(EngineMetrics.Name, "Microsoft.Orleans", "System.Runtime").AddOtlpExporter(Send).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush();
        _metrics?.ForceFlush();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
