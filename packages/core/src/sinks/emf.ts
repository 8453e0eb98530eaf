import type { Sink } from '../event.js';
import { type DocumentOf, documentsOf } from './emf-document.js';
import { type EmfOptions, planOf } from './emf-options.js';
import { defaultPlan, type EmfPlan } from './emf-plan.js';
import { lostLines, stdoutSink, writeLine } from './stdout.js';

/**
 * Writes each event that is worth it as one document in CloudWatch's Embedded Metric Format, complete in itself, to
 * stdout at the moment of the event: an `attempt` that was a retry or was throttled, a call that `gave-up`, and the
 * `deadline` and `summary` reports of `@needs-retry/lambda`.
 *
 * @throws TypeError that names option and value, where they break the specification's limits
 */
export function emfSink(options: EmfOptions = {}): Sink {
  return sinkOf(planOf(options, 'emfSink'));
}

/** The same without options, which then need no check: a bundle that knows this sink alone has none. */
export function defaultEmfSink(): Sink {
  return sinkOf(defaultPlan());
}

function sinkOf(plan: EmfPlan): Sink {
  const documentOf = documentsOf(plan);
  return stdoutSink((event) => {
    const lost = lostLines();
    const document = documentOf(event, lost);
    if (document !== undefined) writeLine(document, plan.maxWaitMs, lost);
  });
}

/**
 * Gives the documents of `emfSink` as texts, for a sink that sends them elsewhere.
 *
 * @param sinkName what a message about a wrong option calls the sink
 * @throws TypeError that names option and value, where they break the specification's limits
 */
export function emfDocuments(options: EmfOptions = {}, sinkName = 'emfDocuments'): DocumentOf {
  return documentsOf(planOf(options, sinkName));
}
