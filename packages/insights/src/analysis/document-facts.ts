import type { Document } from './document.js';
import { type Counted, exampleOf } from './fact-table.js';
import type { FactKey, FactKind } from './model.js';

/** What a document says, as the catalogue counts it: `Retries`, `Throttles`, … of documents of any kind. */
export function factsOf(document: Document, time: number): Counted[] {
  return [
    ...retryFact(document, time),
    ...throttleFact(document, time),
    ...conflictFact(document, time),
    ...gaveUpFact(document, time),
    ...partialFailureFact(document, time),
    ...streamErrorFact(document, time),
  ];
}

function retryFact(document: Document, time: number): Counted[] {
  const { retries, delaysMs, resource, cause, causeClass, isBurst } = document;
  if (retries === 0) return [];
  const sum = delaysMs.reduce((all, delay) => all + delay, 0);
  // A burst does not say what its retries were caused by, and its errorClass is that of the attempts themselves.
  const key = isBurst ? { resource } : { resource, error: cause, errorClass: causeClass };
  return [counted('retry', document, key, time, retries, sum)];
}

function throttleFact(document: Document, time: number): Counted[] {
  const { throttles, resource, errorName, errorClass, throttlingReason, throttlingResource } = document;
  if (throttles === 0) return [];
  const key = {
    resource: throttlingResource ?? resource,
    error: errorName,
    errorClass,
    reason: throttlingReason,
  };
  return [counted('throttle', document, key, time, throttles)];
}

function conflictFact(document: Document, time: number): Counted[] {
  const { kind, errorClass, resource, errorName, documents } = document;
  if (kind !== 'attempt' || errorClass !== 'contention') return [];
  return [counted('conflict', document, { resource, error: errorName, errorClass }, time, documents)];
}

function gaveUpFact(document: Document, time: number): Counted[] {
  const { gaveUp, resource, errorName, errorClass, gaveUpBecause, durationMs } = document;
  if (gaveUp === 0) return [];
  const key = { resource, error: errorName, errorClass, reason: gaveUpBecause };
  return [counted('gave-up', document, key, time, gaveUp, durationMs)];
}

function partialFailureFact(document: Document, time: number): Counted[] {
  const { retryableEntries, finalEntries, resource, errorClass, reason } = document;
  if (retryableEntries === undefined) return [];
  return [
    counted(
      'partial-failure',
      document,
      { resource, errorClass, reason },
      time,
      retryableEntries,
      finalEntries,
    ),
  ];
}

function streamErrorFact(document: Document, time: number): Counted[] {
  const { streamErrors, resource, errorName, errorClass } = document;
  if (streamErrors === 0) return [];
  return [counted('stream-error', document, { resource, error: errorName, errorClass }, time, streamErrors)];
}

function counted(
  kind: FactKind,
  document: Document,
  key: FactKey,
  time: number,
  count: number,
  sum = 0,
): Counted {
  const { service, operation } = document;
  return { kind, service, operation, key, time, count, sum, example: exampleOf(document) };
}
