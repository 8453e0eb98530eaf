import {
  createRetryObserver,
  emfDocuments,
  type Problem,
  type RetryEvent,
  type RetryObserver,
} from '@needs-retry/core';
import { emfProblems } from '@needs-retry/fixtures';

/** What an observer reported, and what its sinks would have written. */
export interface Recording {
  readonly observer: RetryObserver;
  readonly events: readonly RetryEvent[];
  readonly documents: readonly Document[];
  /** What is wrong with a document as EMF, and what failed on our side. */
  readonly problems: readonly string[];
}

export type Document = Readonly<Record<string, unknown>>;

export function record(): Recording {
  const events: RetryEvent[] = [];
  const documents: Document[] = [];
  const problems: string[] = [];
  const documentOf = emfDocuments();
  const observer = createRetryObserver({
    sinks: [
      {
        write(event) {
          const text = documentOf(event, 0);
          if (text === undefined) return;
          problems.push(...emfProblems(text.trimEnd()));
          documents.push(JSON.parse(text));
        },
      },
    ],
    onError: (error: unknown, { source }: Problem) => problems.push(`${source}: ${String(error)}`),
  });
  observer.on('*', (event) => events.push(event));
  return { observer, events, documents, problems };
}

/** The sum of a metric over documents, as CloudWatch extracts it. */
export function sum(documents: readonly Document[], metric: string): number {
  return documents.reduce((total, document) => total + Number(document[metric] ?? 0), 0);
}
