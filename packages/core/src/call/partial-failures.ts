import {
  type ErrorClass,
  MAX_CODE_LENGTH,
  MAX_REASONS,
  type PartialFailure,
  type PartialFailureEvent,
} from '../event.js';
import { plain } from '../sdk/adapter.js';
import { classifyError } from '../sdk/classify.js';
import type { Result } from '../sdk/client.js';
import type { Call } from './call.js';
import { partialFailureEvent } from './events.js';
import type { ObservedStack } from './stack.js';

/** What the adapter says that a successful answer left undone, as events: one for each resource. */
export function partialFailureEvents(
  observed: ObservedStack,
  call: Call,
  input: unknown,
  result: Result | undefined,
): readonly PartialFailureEvent[] {
  const failures = observed.ask((service) =>
    plain(service.partialFailures?.(input, result?.output))?.map(checked),
  );
  // Most answers leave nothing undone.
  if (failures === undefined || failures.length === 0) return [];
  return eventsOf(observed, call, failures, result);
}

function eventsOf(
  observed: ObservedStack,
  call: Call,
  failures: readonly PartialFailure[],
  result: Result | undefined,
): readonly PartialFailureEvent[] {
  return failures
    .filter(({ retryableEntries, finalEntries }) => retryableEntries + finalEntries > 0)
    .map((failure) =>
      partialFailureEvent(observed, call, { ok: true, result }, failure, classOf(observed, call, failure)),
    );
}

/** A copy that can be written. Throws a `TypeError` for counts that are none. */
function checked({ retryableEntries, finalEntries, reasons, resource }: PartialFailure): PartialFailure {
  if (!isCount(retryableEntries) || !isCount(finalEntries)) {
    throw new TypeError('Expected `partialFailures` of an adapter to return counts, integers from 0.');
  }
  const codes = Object.entries(reasons ?? {}).slice(0, MAX_REASONS);
  return {
    retryableEntries,
    finalEntries,
    reasons: Object.freeze(Object.fromEntries(codes.map(([code, count]) => [codeOf(code), count]))),
    resource: typeof resource === 'string' ? resource : undefined,
  };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function codeOf(text: string): string {
  return text.replace(/[^\w.-]/g, '').slice(0, MAX_CODE_LENGTH);
}

/** The class of the entries worth sending again: of all codes' classes the one that asks most of the reader. */
function classOf(
  observed: ObservedStack,
  call: Call,
  { retryableEntries, reasons }: PartialFailure,
): ErrorClass | undefined {
  if (retryableEntries === 0) return undefined;
  const classes = Object.keys(reasons).map((name) => {
    const error = { name, code: name, Code: name };
    return observed.classOf(error, classifyError(error), call.names.operation);
  });
  return WORTH_RETRYING.find((each) => classes.includes(each));
}

const WORTH_RETRYING: readonly ErrorClass[] = ['throttling', 'contention', 'transient'];
