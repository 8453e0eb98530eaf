import { parseLine } from '@needs-retry/core';
import { emfProblems } from '@needs-retry/fixtures';
import type { Tally } from '@needs-retry/testing';
import type { LogEvent } from './environments.js';
import type { Run } from './run.js';

/** What the servers saw of an operation, beside what the log says about it. */
export type OperationSummary = {
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
  /** Requests that reached the server. */
  readonly attempts: number;
  /** Requests but the first of each call. */
  readonly retries: number;
  /** Lines in the log. */
  readonly lines: number;
  /** Sum of the metric `Retries`. */
  readonly metricRetries: number;
  /** Answers with which the server throttled. */
  readonly throttled: number;
  /** Sum of the metric `Throttles`. */
  readonly metricThrottles: number;
  /** Sum of the metric `RetriesExhausted`. */
  readonly gaveUp: number;
};

export type Summary = {
  readonly operations: readonly OperationSummary[];
  readonly total: Omit<OperationSummary, 'service' | 'operation'>;
  readonly documents: number;
  /** What is wrong with documents in the log. */
  readonly documentProblems: readonly string[];
};

/** Counts what the servers saw, and what the log says, each by itself. */
export function summarize({ seen, log }: Pick<Run, 'seen' | 'log'>): Summary {
  const counts = new Map<string, Counts>();
  const countsOf = (service: string, operation: string): Counts => {
    const name = `${service}.${operation}`;
    const found = counts.get(name) ?? { service, operation, ...NOTHING };
    counts.set(name, found);
    return found;
  };

  for (const tally of seen) Object.assign(countsOf(tally.service, tally.operation), seenCounts(tally));
  for (const { message } of log) {
    const line = parseLine(message);
    if (line !== undefined) countsOf(line.service, line.operation).lines += line.count;
  }
  const documents = log.filter(isDocument).map(({ message }) => message);
  for (const metrics of documents.flatMap(metricsOf)) {
    const found = countsOf(metrics.ServiceId, metrics.OperationName);
    found.metricRetries += metrics.Retries ?? 0;
    found.metricThrottles += metrics.Throttles ?? 0;
    found.gaveUp += metrics.RetriesExhausted ?? 0;
  }

  const operations = [...counts.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return {
    operations,
    total: sumOf(operations),
    documents: documents.length,
    documentProblems: documents.flatMap((text) => emfProblems(text).map((problem) => `${problem} ${text}`)),
  };
}

type Counts = { -readonly [Key in keyof OperationSummary]: OperationSummary[Key] };

const NOTHING = {
  calls: 0,
  attempts: 0,
  retries: 0,
  lines: 0,
  metricRetries: 0,
  throttled: 0,
  metricThrottles: 0,
  gaveUp: 0,
};

function seenCounts({ calls, requests, throttled }: Tally) {
  return { calls, attempts: requests, retries: requests - calls, throttled };
}

/** The function logs text: only a document begins with a brace, be it whole or not. */
function isDocument({ message }: LogEvent): boolean {
  return message.startsWith('{');
}

type Metrics = {
  readonly ServiceId: string;
  readonly OperationName: string;
  readonly Retries?: number;
  readonly Throttles?: number;
  readonly RetriesExhausted?: number;
};

function metricsOf(document: string): Metrics[] {
  try {
    return [JSON.parse(document)];
  } catch {
    return [];
  }
}

function sumOf(operations: readonly OperationSummary[]): Summary['total'] {
  const total = { ...NOTHING };
  for (const operation of operations) {
    for (const name of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) total[name] += operation[name];
  }
  return total;
}

function nameOf({ service, operation }: OperationSummary): string {
  return `${service}.${operation}`;
}
