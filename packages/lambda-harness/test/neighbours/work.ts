import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createRetryObserver, emfSink, lineSink, withProperties } from '@needs-retry/core';
import { embeddedMetricsSink } from '@needs-retry/embedded-metrics';
import { credentials, s3, scriptedHandler } from '@needs-retry/fixtures';
import { skipDelays } from '@needs-retry/testing';
import { createMetricsLogger, Unit } from 'aws-embedded-metrics';
import { pino } from 'pino';

const metrics = new Metrics({ namespace: 'Powertools', serviceName: 'shop' });
const logger = new Logger({ serviceName: 'shop' });
const pinoLogger = pino({ base: null });
const metricsLogger = createMetricsLogger();
metricsLogger.setNamespace('Embedded').setDimensions({ Stage: 'prod' }).setProperty('tenant', 'acme');

const observer = createRetryObserver({ sinks: [lineSink(), emfSink(), embeddedMetricsSink(metricsLogger)] });

/** Every library writes once in each round, and in each round one call is throttled and retried. */
export async function work(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    metrics.addMetric('Orders', MetricUnit.Count, round);
    metricsLogger.putMetric('Orders', round, Unit.Count);
    logger.info('order', { round, note: PADDING });
    pinoLogger.info({ round, note: PADDING }, 'order');
    await withProperties({ round, note: PADDING }, callThatIsRetried);
    metrics.publishStoredMetrics();
    await metricsLogger.flush();
  }
  await observer.flush();
  // What is still in memory is lost when Lambda freezes the function: the others' business, but not what is tested.
  while (process.stdout.writableLength > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

const PADDING = 'x'.repeat(200);

async function callThatIsRetried(): Promise<void> {
  const requestHandler = scriptedHandler(s3.slowDown(), s3.ok());
  const client = new S3Client({ region: 'eu-west-1', credentials, requestHandler });
  skipDelays(client);
  await observer.observe(client).send(new ListBucketsCommand({}));
}
