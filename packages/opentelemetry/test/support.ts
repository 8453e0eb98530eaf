import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };

export const s3Client = () => new S3Client(config);
export const dynamodbClient = () => new DynamoDBClient(config);

/** A meter provider, and what its meters have measured. */
export function metering() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Exports when it is told to.
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    provider,
    /** Each metric with its unit and its points; of a histogram the count alone, for times differ. */
    async measured() {
      await reader.forceFlush();
      const scopes = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      return Object.fromEntries(
        scopes.flatMap(({ metrics }) =>
          metrics.map(({ descriptor, dataPoints }) => [
            `${descriptor.name} ${descriptor.unit}`,
            dataPoints.map(({ attributes, value }) => [attributes, countOf(value)]),
          ]),
        ),
      );
    },
    stop: () => provider.shutdown(),
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : (value as { count: number }).count;
}
