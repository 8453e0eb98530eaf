import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { credentials, emfProblems } from '@needs-retry/fixtures';
import { skipDelays } from '@needs-retry/testing';
import {
  createRetryObserver,
  type EmfOptions,
  emfDocuments,
  type ObservableClient,
  type Problem,
  type RetryEvent,
  type RetryObserver,
  type Sink,
} from '../src/index.js';
import { plainLineOf } from '../src/sinks/line.js';

/** What an observer reported, and what its sinks would have written. */
export interface Recording {
  readonly observer: RetryObserver;
  readonly events: RetryEvent[];
  readonly lines: string[];
  readonly documents: Record<string, unknown>[];
  readonly problems: [unknown, Problem][];
}

export function recording(emf: EmfOptions = {}): Recording {
  const record = { events: [], lines: [], documents: [], problems: [] } as Omit<Recording, 'observer'>;
  const observer = createRetryObserver({
    sinks: [memorySink(record, emf)],
    onError: (error, problem) => record.problems.push([error, problem]),
  });
  observer.on('*', (event) => record.events.push(event));
  return { observer, ...record };
}

/** What `lineSink` and `emfSink` write, in memory. Each document is checked. */
function memorySink({ lines, documents }: Omit<Recording, 'observer'>, emf: EmfOptions): Sink {
  const documentOf = emfDocuments(emf);
  return {
    write(event) {
      if (event.kind === 'needs-retry' && event.attempts > 1) lines.push(plainLineOf(event));
      const document = documentOf(event, 0);
      if (document === undefined) return;
      expect(emfProblems(document.trimEnd())).toEqual([]);
      documents.push(JSON.parse(document));
    },
  };
}

/** It retries without waiting, unless `config` has a strategy of its own. */
export function s3Client(config: S3ClientConfig): S3Client {
  const client = new S3Client({ region: 'us-east-1', credentials, ...config });
  return 'retryStrategy' in config ? client : immediate(client);
}

/** It retries without waiting, unless `config` has a strategy of its own. */
export function dynamodbClient(config: DynamoDBClientConfig): DynamoDBClient {
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, ...config });
  return 'retryStrategy' in config ? client : immediate(client);
}

/** The client, which waits for no retry from now on. */
export function immediate<Client extends ObservableClient>(client: Client): Client {
  skipDelays(client);
  return client;
}

/** An attempt as a row of the scenario table: `2:SlowDown(503)`, `1:ok(200)`. */
export function attemptsOf(events: readonly RetryEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'needs-retry') return [];
    const result = event.ok ? 'ok' : event.errorName;
    return [`${event.attempts}:${result}${event.statusCode === undefined ? '' : `(${event.statusCode})`}`];
  });
}

export function endsOf(events: readonly RetryEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'after-call' ? [`${event.outcome} ${event.attempts}`] : [],
  );
}

/** The sum of a metric over documents, as CloudWatch would extract it. */
export function sum(documents: readonly Record<string, unknown>[], metric: string): number {
  return documents.reduce((total, document) => total + Number(document[metric] ?? 0), 0);
}

/** The promises of the design, for calls that have ended. */
export function expectExactCounts({ events, lines, documents }: Recording): void {
  const attempts = events.filter((event) => event.kind === 'needs-retry');
  const ends = events.filter((event) => event.kind === 'after-call');
  const total = ends.reduce((n, event) => n + event.attempts, 0);
  const retries = ends.reduce((n, event) => n + Math.max(0, event.attempts - 1), 0);
  const throttled = attempts.filter((event) => event.throttled).length;
  expect({
    events: attempts.length,
    lines: lines.length,
    Retries: sum(documents, 'Retries'),
    Throttles: sum(documents, 'Throttles'),
  }).toEqual({ events: total, lines: retries, Retries: retries, Throttles: throttled });
}
