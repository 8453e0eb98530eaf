/**
 * Calls S3 with the instrumentation of the AWS SDK beside `openTelemetrySink`, and exports everything to the OTLP receiver
 * of the first argument. The second says which of the two came first.
 */
import { createRetryObserver, observeAll } from '@needs-retry/core';
import { openTelemetrySink } from '@needs-retry/opentelemetry';
import { script } from '@needs-retry/testing';
import { metrics, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const [endpoint, order] = process.argv.slice(2);

const instrumentation = new AwsInstrumentation();
const observer = createRetryObserver({ sinks: [openTelemetrySink()] });

async function main(): Promise<void> {
  const stop = startOpenTelemetry();
  // The instrumentation hooks `require`, so the SDK is loaded after it, and by `require`.
  const sdk = require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  // What was loaded stays hooked: the patches come back with `enable`.
  if (order === 'observe-first') instrumentation.disable();
  const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };
  const one = observer.observe(new sdk.S3Client(config));
  const all = new sdk.S3Client(config);
  observeAll(sdk.S3Client, { observer });
  if (order === 'observe-first') instrumentation.enable();

  for (const client of [one, all]) {
    script(client).reply(503, 'SlowDown').reply(500, 'InternalError').reply(200);
    await trace.getTracer('app').startActiveSpan('order', async (span) => {
      await client.send(new sdk.ListBucketsCommand({}));
      span.end();
    });
  }
  await stop();
}

function startOpenTelemetry(): () => Promise<void> {
  const traces = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(traces)] });
  tracing.register();
  const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const metering = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(metering);
  registerInstrumentations({ instrumentations: [instrumentation], tracerProvider: tracing });
  return async () => {
    await Promise.all([tracing.shutdown(), metering.shutdown()]);
  };
}

void main();
