import { type DocumentOptions, emfDocuments, type Sink } from '@needs-retry/core';
import { checkOptions, DOCUMENT_OPTIONS, need } from '@needs-retry/core/internal';
import type { MetricsLogger } from 'aws-embedded-metrics';
import { documentQueue } from './queue.js';
import { sendDocument } from './send.js';

export interface EmbeddedMetricsOptions extends DocumentOptions {
  /**
   * Milliseconds for which `flush` tries to send what waits, and then rejects.
   * @defaultValue 5000
   */
  readonly flushTimeoutMs?: number;
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
  need(logger === undefined || typeof logger?.new === 'function', 'logger', 'a MetricsLogger', logger);
  checkOptions('embeddedMetricsSink', options, [...DOCUMENT_OPTIONS, 'flushTimeoutMs']);
  const { flushTimeoutMs = 5_000, ...ofDocuments } = options;
  const isTimeout = flushTimeoutMs >= 0 && flushTimeoutMs <= MAX_TIMER_MS;
  need(isTimeout, 'flushTimeoutMs', `a number of milliseconds from 0 to ${MAX_TIMER_MS}`, flushTimeoutMs);
  const documentOf = emfDocuments(ofDocuments);
  let loading = logger && Promise.resolve(logger);

  const queue = documentQueue(async (document, lost) => {
    loading ??= createLogger();
    await sendDocument(await loading, document, lost);
  }, flushTimeoutMs);

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

/** A timer that is to wait for longer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
