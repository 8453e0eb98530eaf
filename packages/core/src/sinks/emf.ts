import type { Sink } from '../event.js';
import { checkOptions } from '../options.js';
import { type DocumentOf, documentsOf } from './emf-document.js';
import { DOCUMENT_OPTIONS, type DocumentOptions, planOf } from './emf-options.js';
import { defaultPlan, type EmfPlan } from './emf-plan.js';
import {
  DEFAULT_LIMITS,
  limitsOf,
  STDOUT_OPTIONS,
  type StdoutOptions,
  stdoutSink,
  stdoutWriter,
} from './stdout.js';
import type { Limits } from './writer.js';

export interface EmfOptions extends DocumentOptions, StdoutOptions {}

/**
 * Writes each event that is worth it as one document in CloudWatch's Embedded Metric Format, complete in itself, to
 * stdout at the moment of the event: an `attempt` that was a retry, was throttled or needs attention, a call that
 * `gave-up`, a `partial-failure`, a `stream-error`, and the `deadline` and `summary` reports of `@needs-retry/lambda`.
 *
 * @throws TypeError that names option and value, where they break the specification's limits; if this version of Node.js
 * has no way to write
 */
export function emfSink(options: EmfOptions = {}): Sink {
  checkOptions('emfSink', options, [...DOCUMENT_OPTIONS, ...STDOUT_OPTIONS]);
  return sinkOf(planOf(options), limitsOf(options));
}

/** The same without options, which then need no check: a bundle that knows this sink alone has none. */
export function defaultEmfSink(): Sink {
  return sinkOf(defaultPlan(), DEFAULT_LIMITS);
}

function sinkOf(plan: EmfPlan, limits: Limits): Sink {
  const documentOf = documentsOf(plan);
  return stdoutSink((event) => {
    const writer = stdoutWriter();
    const { lostLines } = writer;
    const document = documentOf(event, lostLines);
    if (document !== undefined) writer.write(document, limits, lostLines);
  });
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
