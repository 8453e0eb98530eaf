import { type EmfOptions, emfDocuments, type Sink } from '@needs-retry/core';
import type { MetricsLogger } from 'aws-embedded-metrics';
import { documentQueue } from './queue.js';
import { sendDocument } from './send.js';

export interface EmbeddedMetricsOptions extends Omit<EmfOptions, 'maxWaitMs'> {
  /**
   * Milliseconds that `flush` waits in all.
   * @defaultValue 5000
   */
  readonly maxWaitMs?: number;
}

/**
 * Sends the documents of `emfSink` through `aws-embedded-metrics`: on ECS and EC2, to the CloudWatch agent, or to
 * wherever a logger of your own sends. That library is loaded at the first retry, and looks for its environment then.
 *
 * While the agent is down or slow up to 1,000 documents wait; what does not fit is counted, and the next document that
 * gets out says `lostLines`. `await observer.flush()` at shutdown sends what waits.
 *
 * @param logger is not touched: each document leaves by a child of it that has our own namespace, dimensions and
 * properties
 * @throws TypeError that names option and value
 * @example
 * const observer = createRetryObserver({ sinks: [lineSink(), embeddedMetricsSink()] });
 * process.once('SIGTERM', () => observer.flush().then(() => process.exit()));
 */
export function embeddedMetricsSink(logger?: MetricsLogger, options: EmbeddedMetricsOptions = {}): Sink {
  if (logger !== undefined) checkLogger(logger);
  const documentOf = emfDocuments(options);
  let loading = logger && Promise.resolve(logger);

  const queue = documentQueue(async (document, lost) => {
    loading ??= createLogger();
    await sendDocument(await loading, document, lost);
  }, options.maxWaitMs ?? 5_000);

  return {
    write(event) {
      const document = documentOf(event, 0);
      return document === undefined ? undefined : queue.push(document);
    },
    flush: queue.flush,
  };
}

async function createLogger(): Promise<MetricsLogger> {
  const library = await import('aws-embedded-metrics');
  // A bundler that puts it into a file of its own may have it as the default export alone.
  return (library.createMetricsLogger ?? library.default.createMetricsLogger)();
}

function checkLogger(logger: MetricsLogger): void {
  if (typeof logger?.new === 'function') return;
  throw new TypeError(
    `Expected \`logger\` to be a MetricsLogger, got ${logger === null ? 'null' : typeof logger}.`,
  );
}
