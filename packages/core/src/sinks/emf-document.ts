import { isReportable, namePart, type Properties, type ReportableEvent } from '../event.js';
import { type EmfPlan, isAsciiText, type MetricName } from './emf-options.js';
import { logLevel, quote, rfc3339 } from './json.js';
import { MAX_LINE_BYTES } from './stdout.js';

/** Writes an event as a document, which tells of `lostLines`; undefined for an event that gives none. */
export type DocumentOf = (event: ReportableEvent, lostLines: number) => string | undefined;

/** Reads the environment now. A document ends with its only line feed and has at most `MAX_LINE_BYTES`. */
export function documentsOf(plan: EmfPlan): DocumentOf {
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  const level = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? logLevel() : undefined;
  const dimensionsOf = propertyDimensions(plan);
  const directives = Object.fromEntries(
    Object.entries(SHAPES).map(([shape, metrics]) => [shape, plan.directive(metrics)]),
  );

  function headOf(event: ReportableEvent, shape: Shape): string {
    const logged = level === undefined ? '' : `,"level":"${level}","timestamp":"${rfc3339(event.timestamp)}"`;
    const service = `,"ServiceId":"${namePart(event.service)}","OperationName":"${namePart(event.operation)}"`;
    return `{"_aws":{"Timestamp":${finite(Math.trunc(event.timestamp))},${directives[shape]}}${logged}${service}${plan.constants}${dimensionsOf(event.properties)}${metricsOf(event)}`;
  }

  /** The members that are no metric and no dimension, in at most `room` bytes, and the end of the document. */
  function tailOf(event: ReportableEvent, lostLines: number, room: number): string {
    let text = '';
    let truncated = false;
    const add: Add = (key, value) => {
      if (!isWritable(value)) return;
      const short = typeof value === 'string' && value.length > MAX_VALUE_LENGTH ? cut(value) : value;
      const member = key + jsonOf(short);
      const bytes = room === Number.POSITIVE_INFINITY ? 0 : Buffer.byteLength(member);
      truncated ||= short !== value || bytes > room;
      if (bytes > room) return;
      room -= bytes;
      text += member;
    };
    addMembers(event, add);
    add(',"functionName":', functionName);
    add(',"requestId":', event.requestId);
    for (const [name, value] of Object.entries(event.properties)) {
      if (!plan.reserved.has(name)) add(`,${quote(name)}:`, value);
    }
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

const MAX_VALUE_LENGTH = 256;
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
  }
}

/** How many values a metric may have in a document (EMF specification). */
const MAX_VALUES = 100;

function finite(value: number | undefined): number {
  return Number.isFinite(value) ? (value as number) : 0;
}

/** Adds a member. Its key comes with comma and colon, `,"kind":`, for each piece that is joined later costs time. */
type Add = (key: string, value: string | number | boolean | undefined) => void;

function addMembers(event: ReportableEvent, add: Add): void {
  if (event.kind === 'summary') {
    add(',"kind":', 'summary');
    add(',"retries":', event.retries);
    return;
  }
  add(
    ',"kind":',
    event.kind === 'needs-retry' ? 'attempt' : event.kind === 'after-call' ? 'gave-up' : 'deadline',
  );
  add(',"attempts":', event.attempts);
  add(',"maxAttempts":', event.maxAttempts);
  if (event.kind === 'needs-retry') {
    add(',"ok":', event.ok);
    add(',"cause":', event.cause?.errorName);
    add(',"causeType":', event.cause?.errorType);
    add(',"causeStatusCode":', event.cause?.statusCode);
  } else if (event.kind === 'after-call') {
    add(',"outcome":', event.outcome);
    add(',"gaveUpBecause":', event.gaveUpBecause);
  } else {
    add(',"phase":', event.phase);
  }
  const failure = event.kind === 'deadline' ? event.lastError : event;
  add(',"errorName":', failure?.errorName);
  add(',"errorType":', failure?.errorType);
  add(',"statusCode":', failure?.statusCode);
  add(',"serviceRequestId":', failure?.serviceRequestId);
  if (event.kind !== 'deadline') add(',"extendedRequestId":', event.extendedRequestId);
  add(',"sdkInvocationId":', event.sdkInvocationId);
  add(',"region":', event.region);
  add(',"durationMs":', event.durationMs);
}

/** Gives the dimensions that are properties, as members. What CloudWatch takes for no value is `(other)`. */
function propertyDimensions({
  propertyDimensions: names,
  cardinalityLimit,
}: EmfPlan): (from: Properties) => string {
  const seen = new Map(names.map((name) => [name, new Set<string>()]));
  // So that all of them, each at its longest, leave room for the rest.
  const maxLength = Math.min(MAX_VALUE_LENGTH, Math.floor(512 / names.length));

  function valueFor(name: string, property: string | number | boolean | undefined): string {
    if (property === undefined || property === '') return '(none)';
    const value = typeof property === 'boolean' ? word(property) : String(property);
    const values = seen.get(name)!;
    if (values.has(value)) return value;
    // As JSON, for a quote takes two characters there.
    const fits = isAsciiText(value, maxLength) && quote(value).length <= maxLength + 2;
    if (values.size >= cardinalityLimit || !fits) return '(other)';
    values.add(value);
    return value;
  }

  return (properties) => {
    let text = '';
    for (const name of names) text += `,${quote(name)}:${quote(valueFor(name, own(properties, name)))}`;
    return text;
  };
}

function own(properties: Properties, name: string): string | number | boolean | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function jsonOf(value: string | number | boolean): string {
  return typeof value === 'string'
    ? quote(value)
    : typeof value === 'boolean'
      ? `"${word(value)}"`
      : `${value}`;
}

function word(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}

/** What an event of somebody else's making may hold instead is left out. */
function isWritable(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** Cut between characters: half of a surrogate pair is none. */
function cut(text: string): string {
  return text.slice(0, MAX_VALUE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
