import type { Sink } from '../event.js';
import { checkOptions, need } from '../options.js';
import { Bursts } from './bursts.js';
import { type DocumentOf, documentsOf } from './emf-document.js';
import { DOCUMENT_OPTIONS, type DocumentOptions, planOf } from './emf-options.js';
import { defaultPlan } from './emf-plan.js';
import { EmfWriter } from './emf-writer.js';
import { HOST } from './host.js';
import {
  DEFAULT_LIMITS,
  limitsOf,
  STDOUT_OPTIONS,
  type StdoutOptions,
  stdoutSink,
  stdoutWriter,
} from './stdout.js';

export interface EmfOptions extends DocumentOptions, StdoutOptions {
  /**
   * How many documents of one kind, operation, resource, invocation … are written whole in a second. The rest of that
   * second is summed up in a document of `kind: "burst"`, whose sums are exact.
   * @defaultValue none is summed up
   */
  readonly burst?: number;
}

/**
 * Writes each event that is worth it as one document in CloudWatch's Embedded Metric Format, complete in itself, to
 * stdout at the moment of the event: an `attempt` that was a retry, was throttled or needs attention, a call that
 * `gave-up`, a `partial-failure`, a `stream-error`, and the `deadline` and `summary` reports of `@needs-retry/lambda`.
 *
 * @throws TypeError that names option and value, where they break the specification's limits; if this version of Node.js
 * has no way to write
 * @example
 * createRetryObserver({ sinks: [lineSink(), emfSink({ dimensions: { Stage: 'prod' }, burst: 20 })] });
 */
export function emfSink(options: EmfOptions = {}): Sink {
  checkOptions('emfSink', options, [...DOCUMENT_OPTIONS, 'burst', ...STDOUT_OPTIONS]);
  const { burst } = options;
  const isLimit = burst === undefined || (Number.isSafeInteger(burst) && burst > 0);
  need(isLimit, 'burst', 'a positive integer', burst);
  const writer = new EmfWriter(planOf(options), stdoutWriter());
  const limits = limitsOf(options);
  if (burst === undefined) return stdoutSink((event) => writer.write(event), limits);
  const bursts = new Bursts(burst, writer.writeSums, stdoutWriter(), HOST);
  return stdoutSink(
    (event) => writer.write(event, bursts),
    limits,
    () => bursts.flush(),
  );
}

/** The same without options, which then need no check: a bundle that knows this sink alone has none. */
export function defaultEmfSink(): Sink {
  const writer = new EmfWriter(defaultPlan(), stdoutWriter());
  return stdoutSink((event) => writer.write(event), DEFAULT_LIMITS);
}

/**
 * Gives the documents of `emfSink` as texts, for a sink that sends them elsewhere.
 *
 * @throws TypeError that names option and value, where they break the specification's limits
 */
export function emfDocuments(options: DocumentOptions = {}): DocumentOf {
  checkOptions('emfDocuments', options, DOCUMENT_OPTIONS);
  return documentsOf(planOf(options));
}
