import {
  type AfterCallEvent,
  type DeadlineEvent,
  isReportable,
  type NeedsRetryEvent,
  namePart,
  type ReportableEvent,
  type SummaryEvent,
} from '../event.js';
import { type EmfPlan, METRICS, type MetricName, OWN_DIMENSIONS } from './emf-plan.js';
import { logLevel, quote, rfc3339 } from './json.js';
import { MAX_LINE_BYTES } from './stdout.js';

/** Writes an event as a document, which tells of `lostLines`; undefined for an event that gives none. */
export type DocumentOf = (event: ReportableEvent, lostLines: number) => string | undefined;

/** Reads the environment now. A document ends with its only line feed and has at most `MAX_LINE_BYTES`. */
export function documentsOf(plan: EmfPlan): DocumentOf {
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  const level = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? logLevel() : undefined;
  const directives = Object.fromEntries(
    Object.entries(SHAPES).map(([shape, metrics]) => [shape, plan.directive(metrics)]),
  );

  const isFree = (name: string) => !isReserved(name) && !plan.isDimension(name);

  function headOf(event: ReportableEvent, shape: Shape): string {
    const logged = level === undefined ? '' : `,"level":"${level}","timestamp":"${rfc3339(event.timestamp)}"`;
    return `{"_aws":{"Timestamp":${finite(Math.trunc(event.timestamp))},${directives[shape]}}${logged},"ServiceId":"${namePart(event.service)}","OperationName":"${namePart(event.operation)}"${plan.dimensionsOf(event.properties)}${metricsOf(event)}`;
  }

  /** The members that are no metric and no dimension, in at most `room` bytes, and the end of the document. */
  function tailOf(event: ReportableEvent, lostLines: number, room: number): string {
    const hasNoLimit = room === Number.POSITIVE_INFINITY;
    let text = '';
    let truncated = false;
    const add = (members: Members, mayHave?: (name: string) => boolean): void => {
      const json = hasNoLimit ? atOnce(members, mayHave) : '';
      text += json;
      if (json !== '') return;
      for (const [name, value] of Object.entries(members)) {
        if (mayHave?.(name) !== false) addOne(name, value);
      }
    };
    const addOne = (name: string, value: unknown): void => {
      if (!isWritable(value)) return;
      const short = typeof value === 'string' && value.length > MAX_VALUE_LENGTH ? cut(value) : value;
      const member = `,${quote(name)}:${typeof short === 'number' ? short : quote(word(short))}`;
      const bytes = hasNoLimit ? 0 : Buffer.byteLength(member);
      truncated ||= short !== value || bytes > room;
      if (bytes > room) return;
      room -= bytes;
      text += member;
    };
    add(membersOf(event, functionName));
    add(event.properties, isFree);
    return `${text}${truncated ? ',"truncated":"yes"' : ''}${lostLines > 0 ? `,"lostLines":${lostLines}` : ''}}\n`;
  }

  return (event, lostLines) => {
    const shape = shapeOf(event);
    if (shape === undefined) return undefined;
    const head = headOf(event, shape);
    const document = head + tailOf(event, lostLines, Number.POSITIVE_INFINITY);
    // A character takes at most three bytes, so most documents need no counting.
    if (document.length * 3 <= MAX_LINE_BYTES || Buffer.byteLength(document) <= MAX_LINE_BYTES)
      return document;
    return head + tailOf(event, lostLines, MAX_LINE_BYTES - Buffer.byteLength(head) - MAX_END_BYTES);
  };
}

export const MAX_VALUE_LENGTH = 256;
const MAX_END_BYTES = ',"truncated":"yes","lostLines":9007199254740991}\n'.length;

/** The metrics that documents have. */
const SHAPES = {
  retry: ['Retries', 'Throttles', 'RetryDelay'],
  throttled: ['Throttles'],
  'gave-up': ['RetriesExhausted'],
  deadline: ['CallsAtDeadline'],
  summary: ['Calls', 'Attempts', 'CallDuration'],
} as const satisfies Record<string, readonly MetricName[]>;

type Shape = keyof typeof SHAPES;

/** Undefined for an event that gives no document. */
function shapeOf(event: ReportableEvent): Shape | undefined {
  if (!isReportable(event)) return undefined;
  if (event.kind === 'needs-retry') return event.attempts > 1 ? 'retry' : 'throttled';
  if (event.kind === 'partial-failure' || event.kind === 'stream-error') return undefined;
  return event.kind === 'after-call' ? 'gave-up' : event.kind;
}

/** The metrics' values as members, those of the event's shape. */
function metricsOf(event: ReportableEvent): string {
  switch (event.kind) {
    case 'needs-retry': {
      const throttles = `"Throttles":${event.throttled ? 1 : 0}`;
      return event.attempts > 1
        ? `,"Retries":1,${throttles},"RetryDelay":${finite(event.delayMs)}`
        : `,${throttles}`;
    }
    case 'after-call':
      return ',"RetriesExhausted":1';
    case 'deadline':
      return ',"CallsAtDeadline":1';
    case 'summary': {
      const durations = event.callDurationsMs.slice(0, MAX_VALUES).map(finite).join();
      return `,"Calls":${finite(event.calls)},"Attempts":${finite(event.attempts)},"CallDuration":[${durations}]`;
    }
    default:
      return '';
  }
}

/** How many values a metric may have in a document (EMF specification). */
const MAX_VALUES = 100;

function finite(value: number | undefined): number {
  return Number.isFinite(value) ? (value as number) : 0;
}

type Facts = Partial<
  Omit<NeedsRetryEvent, 'kind'> &
    Omit<AfterCallEvent, 'kind'> &
    Omit<DeadlineEvent, 'kind'> &
    Omit<SummaryEvent, 'kind'>
>;

/** The members beside metrics and dimensions. Those that an event has not are undefined. */
function membersOf(event: ReportableEvent, functionName: string | undefined) {
  const { kind } = event;
  const facts: Facts = event;
  const failure = kind === 'deadline' ? event.lastError : facts;
  return {
    kind: kind === 'needs-retry' ? 'attempt' : kind === 'after-call' ? 'gave-up' : kind,
    attempts: kind === 'summary' ? undefined : event.attempts,
    maxAttempts: facts.maxAttempts,
    ok: word(facts.ok),
    cause: facts.cause?.errorName,
    causeType: facts.cause?.errorType,
    causeStatusCode: facts.cause?.statusCode,
    outcome: facts.outcome,
    gaveUpBecause: facts.gaveUpBecause,
    phase: facts.phase,
    retries: facts.retries,
    errorName: failure?.errorName,
    errorType: failure?.errorType,
    statusCode: failure?.statusCode,
    serviceRequestId: failure?.serviceRequestId,
    extendedRequestId: facts.extendedRequestId,
    sdkInvocationId: facts.sdkInvocationId,
    region: facts.region,
    durationMs: facts.durationMs,
    functionName,
    requestId: facts.requestId,
  };
}

type Members = Readonly<Record<string, unknown>>;

/** Members as JSON, at once; nothing where one of them must be left out, cut or written with care. */
function atOnce(members: Members, mayHave?: (name: string) => boolean): string {
  if (members.toJSON !== undefined) return '';
  for (const name in members) {
    const value = members[name];
    const isPlain =
      typeof value === 'string'
        ? value.length <= MAX_VALUE_LENGTH
        : value === undefined || Number.isFinite(value);
    if (!isPlain || mayHave?.(name) === false) return '';
  }
  const text = JSON.stringify(members);
  // Properties of somebody else's making may be an array, or no object at all.
  return !text.startsWith('{"') || text.includes('needs-retry.') ? '' : `,${text.slice(1, -1)}`;
}

/** What an event of somebody else's making may hold instead is left out. */
function isWritable(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** A boolean as a word. */
export function word<T>(value: T): Exclude<T, boolean> | 'yes' | 'no' {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value as Exclude<T, boolean>);
}

/** Cut between characters: half of a surrogate pair is none. */
function cut(text: string): string {
  return text.slice(0, MAX_VALUE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}

/** Whether a name is that of a member of our own, or one that the platform reads. */
export function isReserved(name: string): boolean {
  reserved ??= new Set([
    ...Object.keys(METRICS),
    ...OWN_DIMENSIONS,
    ...Object.keys(membersOf({} as ReportableEvent, undefined)),
    ...['_aws', 'level', 'timestamp', 'message', 'Service', 'Environment', 'truncated', 'lostLines'],
  ]);
  return reserved.has(name);
}

let reserved: ReadonlySet<string> | undefined;
