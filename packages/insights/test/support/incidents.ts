import type { LogEvent } from '../../src/index.js';

/*
 * Documents as the design has them, for the questions of the one on call. What happened is a list of plain
 * facts; the documents are written from it, singly or with most of them summarised.
 */

export type Failure = {
  readonly name: string;
  readonly type: string;
  readonly class: string | undefined;
  readonly status: number | undefined;
};

type Where = {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly requestId: string;
  readonly functionName: string;
};

export type Fact = Where &
  (
    | {
        readonly kind: 'attempt';
        readonly attempt: number;
        readonly delay: number;
        /** Why it was made: how the attempt before it failed. */
        readonly cause: Failure | undefined;
        readonly error: Failure | undefined;
      }
    | { readonly kind: 'gave-up'; readonly error: Failure; readonly attempts: number }
    | {
        readonly kind: 'partial-failure';
        readonly retryable: number;
        readonly final: number;
        readonly reason: string;
      }
    | { readonly kind: 'stream-error'; readonly error: Failure }
  );

export type Invocation = {
  readonly requestId: string;
  readonly functionName: string;
  readonly endsAt: number;
  readonly durationMs: number;
};

const NOON = Date.UTC(2026, 2, 1, 12);

export const FAILURES = {
  slowDown: { name: 'SlowDown', type: 'THROTTLING', class: 'throttling', status: 503 },
  timeout: { name: 'TimeoutError', type: 'TRANSIENT', class: 'transient', status: undefined },
  reset: { name: 'ECONNRESET', type: 'TRANSIENT', class: 'transient', status: undefined },
  internal: { name: 'InternalError', type: 'SERVER_ERROR', class: 'transient', status: 500 },
  conflict: { name: 'TransactionConflictException', type: 'CLIENT_ERROR', class: 'contention', status: 400 },
  quota: { name: 'LimitExceededException', type: 'THROTTLING', class: 'quota', status: 400 },
  unclassified: { name: 'OddError', type: 'SERVER_ERROR', class: undefined, status: 502 },
} satisfies Record<string, Failure>;

const OPERATIONS = [
  ['s3', 'GetObject', FAILURES.slowDown],
  ['s3', 'PutObject', FAILURES.internal],
  ['dynamodb', 'TransactWriteItems', FAILURES.conflict],
  ['sqs', 'SendMessageBatch', FAILURES.timeout],
  ['kinesis', 'PutRecords', FAILURES.reset],
  ['lambda', 'PutFunctionConcurrency', FAILURES.quota],
  ['bedrock-runtime', 'InvokeModel', FAILURES.unclassified],
] as const;

export const invocations: readonly Invocation[] = Array.from({ length: 24 }, (_, number) => ({
  requestId: `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`,
  functionName: ['orders', 'billing', 'search'][number % 3]!,
  endsAt: NOON + number * 60_000 + 30_000,
  durationMs: 5000 + number * 10,
}));

export const facts: readonly Fact[] = invocations.flatMap((invocation, number) =>
  OPERATIONS.flatMap(([service, operation, failure], index) => {
    const where = {
      service,
      operation,
      resource: (number + index) % 4 === 0 ? undefined : `${service}-${index % 2}`,
      requestId: invocation.requestId,
      functionName: invocation.functionName,
    };
    return factsOf(where, failure, number, index);
  }),
);

function factsOf(where: Omit<Where, 'at'>, failure: Failure, number: number, index: number): Fact[] {
  const start = NOON + number * 60_000 + index * 1000;
  const attempts = 1 + ((number * 5 + index * 3) % 6);
  const gaveUp = attempts === 6;
  const isReported = failure.class !== 'transient' && failure.class !== undefined;
  const found: Fact[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const error = attempt < attempts || gaveUp ? failure : undefined;
    if (attempt === 1 && !(isReported && error)) continue;
    const delay = attempt === 1 ? 0 : (number * 37 + attempt * 11 + index) % 500;
    const cause = attempt > 1 ? failure : undefined;
    found.push({ ...where, at: start + attempt, kind: 'attempt', attempt, delay, cause, error });
  }
  const at = start + 500;
  if (gaveUp) found.push({ ...where, at, kind: 'gave-up', error: failure, attempts });
  if (where.operation === 'SendMessageBatch' && !gaveUp) {
    const reason = number % 2 ? 'InternalError' : 'InvalidParameterValue';
    const [retryable, final] = number % 2 ? [number % 4, 0] : [0, 1 + (number % 3)];
    found.push({ ...where, at, kind: 'partial-failure', retryable, final, reason });
  }
  if (where.operation === 'InvokeModel' && number % 3 === 0) {
    const error = number % 2 ? FAILURES.slowDown : FAILURES.reset;
    found.push({ ...where, at, kind: 'stream-error', error });
  }
  return found;
}

/** The log of it: each document is written, or of one key only the first and the rest in sums. */
export function logOf(isSummarised: boolean): LogEvent[] {
  const events = isSummarised ? summarised(facts) : facts.map((fact) => event(fact, single(fact)));
  for (const { requestId, functionName, endsAt, durationMs } of invocations) {
    const report = `REPORT RequestId: ${requestId}\tDuration: ${durationMs}.00 ms\tBilled Duration: ${durationMs} ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB`;
    events.push({ timestamp: endsAt, message: report, log: logGroup(functionName) });
  }
  return events;
}

export function logGroup(functionName: string): string {
  return `123456789012:/aws/lambda/${functionName}`;
}

function summarised(all: readonly Fact[]): LogEvent[] {
  const byKey = new Map<string, Fact[]>();
  for (const fact of all) {
    const { kind, service, operation, resource, requestId } = fact;
    const key = JSON.stringify([kind, service, operation, classOf(fact), resource, requestId]);
    byKey.set(key, [...(byKey.get(key) ?? []), fact]);
  }
  return [...byKey.values()].flatMap(([first, ...rest]) => {
    const whole = event(first!, single(first!));
    return rest.length === 0 ? [whole] : [whole, event(rest.at(-1)!, burst(rest))];
  });
}

function single(fact: Fact): Record<string, unknown> {
  return { ...metricsOf(fact), kind: fact.kind, ...membersOf(fact) };
}

function burst(rest: readonly Fact[]): Record<string, unknown> {
  const sums: Record<string, number | number[]> = {};
  for (const fact of rest) {
    for (const [name, value] of Object.entries(metricsOf(fact))) {
      if (name === 'RetryDelay') sums[name] = [...((sums[name] as number[]) ?? []), value];
      else sums[name] = ((sums[name] as number) ?? 0) + value;
    }
  }
  return { ...sums, kind: 'burst', burstOf: rest[0]!.kind, errorClass: classOf(rest[0]!) };
}

function metricsOf(fact: Fact): Record<string, number> {
  switch (fact.kind) {
    case 'attempt': {
      const retry = { Retries: 1, RetryDelay: fact.delay };
      const throttled = fact.error?.class === 'throttling';
      if (fact.attempt > 1) return { Throttles: Number(throttled), ...retry };
      return throttled ? { Throttles: 1 } : {};
    }
    case 'gave-up':
      return { RetriesExhausted: 1 };
    case 'partial-failure':
      return { RetryableEntries: fact.retryable };
    case 'stream-error':
      return { StreamErrors: 1, ...(fact.error.class === 'throttling' && { Throttles: 1 }) };
  }
}

function membersOf(fact: Fact): Record<string, unknown> {
  if (fact.kind === 'partial-failure') return { finalEntries: fact.final, reason: fact.reason };
  const failed = {
    errorName: fact.error?.name,
    errorType: fact.error?.type,
    errorClass: fact.error?.class,
    statusCode: fact.error?.status,
  };
  if (fact.kind === 'stream-error') return failed;
  if (fact.kind === 'gave-up') {
    return { ...failed, attempts: fact.attempts, outcome: 'gave-up', gaveUpBecause: 'attempts' };
  }
  return {
    ...failed,
    attempts: fact.attempt,
    ok: fact.error ? 'no' : 'yes',
    cause: fact.cause?.name,
    causeType: fact.cause?.type,
    causeClass: fact.cause?.class,
    causeStatusCode: fact.cause?.status,
    futile: fact.cause?.class === 'quota' ? 'yes' : undefined,
  };
}

function classOf(fact: Fact): string | undefined {
  return fact.kind === 'partial-failure' ? 'transient' : fact.error?.class;
}

function event(fact: Fact, members: Record<string, unknown>): LogEvent {
  const { at, service, operation, requestId, functionName, resource } = fact;
  const message = JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']] }],
    },
    ServiceId: service,
    OperationName: operation,
    ...members,
    functionName,
    requestId,
    resource,
    // Now and then the writer has something to say of itself.
    ...(at % 7 === 0 && { truncated: 'yes' }),
    ...(at % 11 === 0 && { lostLines: at % 5 }),
  });
  return { timestamp: at, message, log: logGroup(functionName) };
}
