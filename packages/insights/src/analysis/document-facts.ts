import type { Document } from './document.js';
import { type Counted, exampleOf } from './fact-table.js';
import type { FactKey, FactKind } from './model.js';

/** What a document says, as the catalogue counts it: `Retries`, `Throttles`, … of documents of any kind. */
export function factsOf(document: Document, time: number): Counted[] {
  return READERS.flatMap((read) => {
    const said = read(document);
    if (said === undefined) return [];
    const { service, operation } = document;
    return [{ ...said, service, operation, time, example: exampleOf(document) }];
  });
}

type Said = { readonly kind: FactKind; readonly key: FactKey; readonly count: number; readonly sum?: number };

const READERS: readonly ((document: Document) => Said | undefined)[] = [
  ({ isBurst, resource, metrics, result: { cause, causeClass } }) => {
    if (metrics.retries === 0) return undefined;
    // A burst does not say what its retries were caused by: its errorClass is that of the attempts themselves.
    const key = isBurst ? { resource } : { resource, error: cause, errorClass: causeClass };
    return { kind: 'retry', key, count: metrics.retries, sum: metrics.waitedMs };
  },
  ({ resource, metrics: { throttles }, result }) => {
    if (throttles === 0) return undefined;
    const { errorName, errorClass, throttlingReason, throttlingResource = resource } = result;
    const key = { resource: throttlingResource, error: errorName, errorClass, reason: throttlingReason };
    return { kind: 'throttle', key, count: throttles };
  },
  ({ kind, resource, documents, result: { errorName, errorClass } }) => {
    if (kind !== 'attempt' || errorClass !== 'contention') return undefined;
    return { kind: 'conflict', key: { resource, error: errorName, errorClass }, count: documents };
  },
  ({ resource, metrics: { gaveUp }, result }) => {
    if (gaveUp === 0) return undefined;
    const { errorName, errorClass, gaveUpBecause, durationMs } = result;
    const key = { resource, error: errorName, errorClass, reason: gaveUpBecause };
    return { kind: 'gave-up', key, count: gaveUp, sum: durationMs ?? 0 };
  },
  ({ resource, metrics: { retryableEntries, finalEntries }, result: { errorClass, reason } }) => {
    if (retryableEntries === undefined) return undefined;
    const key = { resource, errorClass, reason };
    return { kind: 'partial-failure', key, count: retryableEntries, sum: finalEntries };
  },
  ({ resource, metrics: { streamErrors }, result: { errorName, errorClass } }) => {
    if (streamErrors === 0) return undefined;
    return { kind: 'stream-error', key: { resource, error: errorName, errorClass }, count: streamErrors };
  },
];
