import type { LogEvent } from '../../src/index.js';

/** One attempt of a call, as it was. */
export type Attempt = {
  readonly endedAt: number;
  /** Milliseconds waited before it. */
  readonly waited: number;
  readonly error: string | undefined;
  readonly throttled: boolean;
};

/** One call of the SDK, as it was: what the log of it is made from, and what its answers are worked out from. */
export type Call = {
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  /** Why its table throttles, where it says so. */
  readonly reason: string | undefined;
  readonly invocation: string;
  readonly cold: boolean;
  readonly attempts: readonly Attempt[];
  readonly gaveUp: { readonly because: string | undefined } | undefined;
  /** What its last answer left undone, where it succeeded. */
  readonly partial: { readonly retryable: number; readonly final: number } | undefined;
  /** Whether its invocation times out. */
  readonly timesOut: boolean;
  /** Where it was when the deadline came. */
  readonly stuck:
    | {
        readonly phase: string;
        readonly attempt: number;
        readonly ms: number;
        readonly error: string | undefined;
      }
    | undefined;
};

const NOON = Date.UTC(2026, 2, 1, 12);
const OPERATIONS = [
  ['s3', 'PutObject', 'SlowDown'],
  ['s3', 'GetObject', 'InternalError'],
  ['dynamodb', 'BatchWriteItem', 'ProvisionedThroughputExceededException'],
  ['dynamodb', 'GetItem', 'ThrottlingException'],
  ['sqs', 'SendMessage', 'RequestTimeout'],
] as const;

/** Calls of sixty invocations: most succeed at once, some are retried, throttled, given up, or never end. */
export function madeCalls(): Call[] {
  const calls: Call[] = [];
  for (let invocation = 0; invocation < 60; invocation++) {
    const timesOut = invocation % 13 === 5;
    for (let index = 0; index < 4; index++) {
      const number = calls.length;
      const [service, operation, error] = OPERATIONS[(number * 7) % OPERATIONS.length]!;
      const count = 1 + ((number * number + invocation) % 9 < 5 ? 0 : 1 + (number % 4));
      const isLast = index === 3;
      const isStuck = timesOut && isLast;
      const gaveUp = count === 5 && !isStuck;
      const start = NOON + invocation * 97_000 + index * 1500;
      calls.push({
        id: uuid(2, number),
        service,
        operation,
        resource: number % 6 === 0 ? undefined : `${service}-${number % 3}`,
        reason: service === 'dynamodb' && number % 2 ? 'TableWriteKeyRangeThroughputExceeded' : undefined,
        invocation: uuid(1, invocation),
        cold: invocation % 20 === 0,
        attempts: Array.from({ length: count }, (_, attempt) => {
          const fails = attempt < count - 1 || gaveUp;
          return {
            endedAt: start + attempt * 100,
            waited: attempt === 0 ? 0 : (number * 31 + attempt * 17) % 400,
            error: fails ? error : undefined,
            throttled: fails && /SlowDown|Throttl|Throughput/.test(error),
          };
        }),
        gaveUp: gaveUp ? { because: [undefined, 'attempts', 'quota'][number % 3] } : undefined,
        partial:
          operation === 'BatchWriteItem' && !gaveUp && number % 5 > 0
            ? { retryable: (number % 5) - 1, final: number % 2 }
            : undefined,
        timesOut,
        stuck: isStuck
          ? {
              phase: number % 2 ? 'attempt' : 'waiting',
              attempt: count,
              ms: 2000 + number,
              error: count > 1 ? error : undefined,
            }
          : undefined,
      });
    }
  }
  return calls;
}

/** The log that these calls leave behind: lines and documents, the platform's own lines, and others between. */
export function logOf(calls: readonly Call[]): LogEvent[] {
  const invocations = new Map<string, Call[]>();
  for (const call of calls)
    invocations.set(call.invocation, [...(invocations.get(call.invocation) ?? []), call]);
  return [...invocations].flatMap(([id, made]) => [...invocationEvents(id, made)]);
}

function* invocationEvents(id: string, calls: readonly Call[]): Generator<LogEvent> {
  const start = calls[0]!.attempts[0]!.endedAt - 50;
  const last = calls[calls.length - 1]!;
  const end = last.attempts[last.attempts.length - 1]!.endedAt + 1000;
  const text = (timestamp: number, message: string): LogEvent => ({ timestamp, message });
  yield text(start, `START RequestId: ${id} Version: $LATEST`);
  yield text(start, `${new Date(start).toISOString()}\t${id}\tINFO\tworking, nothing is retried`);
  for (const call of calls) yield* callEvents(call);
  // At the end, or as far as it had come at the deadline.
  yield* summaries(id, calls, end - 50);
  if (last.timesOut) {
    yield text(end, timeoutLine(id, end));
    return;
  }
  yield text(
    end,
    `REPORT RequestId: ${id}\tDuration: 5.0 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB`,
  );
}

/** Lambda has said it in three ways. */
function timeoutLine(id: string, time: number): string {
  const ways = [
    `${new Date(time).toISOString()} ${id} Task timed out after 3.00 seconds`,
    `REPORT RequestId: ${id}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB\tStatus: timeout`,
    JSON.stringify({
      time: new Date(time).toISOString(),
      type: 'platform.report',
      record: { requestId: id, status: 'timeout' },
    }),
  ];
  return ways[Number.parseInt(id.slice(0, 8), 16) % 3]!;
}

function* callEvents(call: Call): Generator<LogEvent> {
  const { attempts, service, operation } = call;
  for (const [index, { endedAt, waited, error, throttled }] of attempts.entries()) {
    const number = index + 1;
    if (number > 1) {
      const name = `needs-retry.${service}.${operation}`;
      const line = {
        message: `${name}|increment|count=1`,
        event_name: name,
        attempts: number,
        requestId: call.invocation,
        level: 'WARN',
      };
      yield { timestamp: endedAt, message: JSON.stringify(line) };
    }
    if (number === 1 && !throttled) continue;
    const retry = number > 1 ? { Retries: 1, RetryDelay: waited } : {};
    yield document(call, endedAt, {
      ...retry,
      Throttles: throttled ? 1 : 0,
      kind: 'attempt',
      attempts: number,
      ok: error === undefined ? 'yes' : 'no',
      cause: attempts[index - 1]?.error,
      errorName: error,
      ...(throttled && call.reason && { throttlingReason: call.reason, throttlingResource: call.resource }),
    });
  }
  const ended = attempts[attempts.length - 1]!;
  if (call.partial) {
    yield document(call, ended.endedAt, {
      RetryableEntries: call.partial.retryable,
      kind: 'partial-failure',
      finalEntries: call.partial.final,
      reason: 'UnprocessedItems',
    });
  }
  if (call.gaveUp) {
    const { because } = call.gaveUp;
    yield document(call, ended.endedAt, {
      RetriesExhausted: 1,
      kind: 'gave-up',
      attempts: attempts.length,
      outcome: 'gave-up',
      gaveUpBecause: because,
      errorName: ended.error,
    });
  }
  if (call.stuck) {
    const { phase, attempt, ms, error } = call.stuck;
    yield document(call, ended.endedAt + 900, {
      CallsAtDeadline: 1,
      kind: 'deadline',
      attempts: attempt,
      phase,
      durationMs: ms,
      errorName: error,
    });
  }
}

function* summaries(id: string, calls: readonly Call[], timestamp: number): Generator<LogEvent> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = `${call.service} ${call.operation}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  for (const group of groups.values()) {
    const attempts = group.reduce((sum, call) => sum + call.attempts.length, 0);
    yield document({ ...group[0]!, id, resource: undefined }, timestamp, {
      Calls: group.length,
      Attempts: attempts,
      CallDuration: group.map(() => 12),
      kind: 'summary',
      retries: attempts - group.length,
    });
  }
}

/** A document as the design has it; members that are undefined are left out. */
function document(call: Call, timestamp: number, members: Record<string, unknown>): LogEvent {
  const { service, operation, id, invocation, cold, resource } = call;
  const json = {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        { Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']], Metrics: [] },
      ],
    },
    ServiceId: service,
    OperationName: operation,
    ...members,
    sdkInvocationId: id,
    functionName: 'orders',
    requestId: invocation,
    coldStart: cold ? 'yes' : 'no',
    resource,
  };
  return { timestamp, message: JSON.stringify(json) };
}

function uuid(kind: number, number: number): string {
  return `${number.toString(16).padStart(8, '0')}-000${kind}-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
