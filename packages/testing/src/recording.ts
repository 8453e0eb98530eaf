import { type DocumentOptions, emfDocuments, type ReportableEvent, type Sink } from '@needs-retry/core';
import { plainLineOf } from '@needs-retry/core/internal';

/** A document as CloudWatch reads it: metrics, dimensions and members beside `_aws`. */
export type EmfDocument = Readonly<Record<string, unknown>>;

/** What `lineSink` and `emfSink` write, kept in memory. */
export interface RecordingSink extends Sink {
  /** Every event that the sink got, in order. */
  readonly events: readonly ReportableEvent[];
  /** `needs-retry.s3.ListBuckets|increment|count=1` for each retry, without the line feed. */
  readonly lines: readonly string[];
  readonly documents: readonly EmfDocument[];
  /** Forgets everything. */
  clear(): void;
}

/**
 * A sink that keeps what it gets, for the matchers and for assertions of your own.
 *
 * @param options of the documents, as `emfSink` takes them
 * @throws TypeError that names option and value
 * @example
 * const recording = recordingSink();
 * createRetryObserver({ sinks: [recording] }).observe(s3);
 */
export function recordingSink(options: DocumentOptions = {}): RecordingSink {
  const documentOf = emfDocuments(options);
  const events: ReportableEvent[] = [];
  const lines: string[] = [];
  const documents: EmfDocument[] = [];
  return {
    events,
    lines,
    documents,
    write(event) {
      events.push(event);
      if (event.kind === 'needs-retry' && event.attempts > 1) lines.push(plainLineOf(event).trimEnd());
      const document = documentOf(event, 0);
      if (document !== undefined) documents.push(JSON.parse(document));
    },
    clear() {
      for (const list of [events, lines, documents]) list.length = 0;
    },
  };
}

/** By its shape: it may come from another copy of this package. */
export function isRecordingSink(value: unknown): value is RecordingSink {
  const { events, lines, documents } = (value ?? {}) as Partial<RecordingSink>;
  return [events, lines, documents].every(Array.isArray);
}
