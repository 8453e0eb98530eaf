import { gunzipSync } from 'node:zlib';
import { parseTimestamp } from './timestamps.js';

/** An event that JSON held; without a time it is as old as what it says itself, or as the one before it. */
export type HeldEvent = {
  readonly timestamp?: number | undefined;
  readonly message: string;
  readonly logStream?: string | undefined;
  readonly log?: string | undefined;
  readonly ingestionTime?: number | undefined;
  /** The message ends in the event that comes next from the same place, which Docker has cut into pieces. */
  readonly isPart?: boolean;
};

type Json = Readonly<Record<string, unknown>>;

/** Whether a document holds events, rather than being one. */
export function isEnvelope(json: unknown): boolean {
  return heldEvents(json) !== undefined;
}

/** The events that a document holds; undefined: it is an event itself. */
export function heldEvents(json: unknown): readonly HeldEvent[] | undefined {
  if (typeof json === 'string') return [{ message: json }];
  if (Array.isArray(json)) return ofList(json);
  if (typeof json !== 'object' || json === null) return undefined;
  const object = json as Json;
  for (const read of READERS) {
    const events = read(object);
    if (events) return events;
  }
  return undefined;
}

const READERS: readonly ((json: Json) => readonly HeldEvent[] | undefined)[] = [
  ofSubscription,
  ofListing,
  ofResults,
  ofPacked,
  ofRow,
  ofEvent,
  ofDocker,
  ofTelemetry,
];

/** A row of Insights' results, or `[time, message]`, or whatever holds events. */
function ofList(list: readonly unknown[]): readonly HeldEvent[] | undefined {
  if (list.length > 0 && list.every(isField)) {
    return ofRow(Object.fromEntries(list.map(({ field, value }) => [field, value])));
  }
  const [time, ...texts] = list;
  const timestamp = timeOf(time);
  if (timestamp !== undefined && texts.length > 0 && texts.every((text) => typeof text === 'string')) {
    return [{ timestamp, message: chomped(texts.find((text) => text.includes(' ')) ?? texts[0]!) }];
  }
  const held = list.map(heldEvents);
  return held.some(Boolean) ? held.flatMap((events, index) => events ?? [asItIs(list[index])]) : undefined;
}

function asItIs(json: unknown): HeldEvent {
  return { message: typeof json === 'string' ? json : JSON.stringify(json) };
}

function isField(json: unknown): json is { readonly field: string; readonly value: string } {
  return typeof json === 'object' && json !== null && 'field' in json && 'value' in json;
}

/** What a subscription sends; its control messages hold none. */
function ofSubscription(json: Json): readonly HeldEvent[] | undefined {
  const { messageType, logEvents, owner, logGroup, logGroupName, logStream, logStreamName } = json;
  if (messageType === 'CONTROL_MESSAGE') return [];
  if (!Array.isArray(logEvents)) return undefined;
  const group = textOf(logGroup ?? logGroupName);
  const log = group !== undefined && typeof owner === 'string' ? `${owner}:${group}` : group;
  const stream = textOf(logStream ?? logStreamName);
  return logEvents.flatMap((each) =>
    (heldEvents(each) ?? [asItIs(each)]).map((event) => ({
      ...event,
      logStream: event.logStream ?? stream,
      log: event.log ?? log,
    })),
  );
}

/** `aws logs filter-log-events` and `get-log-events`. */
function ofListing({ events, ...rest }: Json): readonly HeldEvent[] | undefined {
  if (!Array.isArray(events)) return undefined;
  const isListing = Object.keys(rest).every((key) =>
    /^(?:searchedLogStreams|next(?:Forward|Backward)?Token)$/i.test(key),
  );
  if (!isListing && !events.some((event) => ofEvent(event as Json))) return undefined;
  return events.flatMap((event) => heldEvents(event) ?? [asItIs(event)]);
}

/** `aws logs get-query-results`. */
function ofResults({ results }: Json): readonly HeldEvent[] | undefined {
  const isResults =
    Array.isArray(results) && results.every((row) => Array.isArray(row) && row.every(isField));
  return isResults ? results.flatMap((row) => ofList(row) ?? []) : undefined;
}

/** What Lambda, Kinesis and Firehose are given by a subscription: Base64 of gzip. */
function ofPacked(json: Json): readonly HeldEvent[] | undefined {
  const { awslogs, kinesis, records, Records } = json;
  const list = Array.isArray(records) ? records : Array.isArray(Records) ? Records : undefined;
  if (list) {
    const held = list.map((record) =>
      typeof record === 'object' && record !== null ? ofPacked(record) : undefined,
    );
    return held.length > 0 && held.every(Boolean) ? held.flatMap((events) => events!) : undefined;
  }
  const inner = awslogs ?? kinesis;
  const packed = typeof inner === 'object' && inner !== null ? inner : json;
  const data = (packed as Json).data ?? (packed as Json).Data;
  if (typeof data !== 'string' || !data.startsWith(GZIP_IN_BASE64)) return undefined;
  try {
    const text = gunzipSync(Buffer.from(data, 'base64')).toString();
    return heldEvents(JSON.parse(text)) ?? [{ message: text }];
  } catch {
    return undefined;
  }
}

const GZIP_IN_BASE64 = 'H4sI';

/** A row of Insights' results: without `@message`, what it has is the message. */
function ofRow(json: Json): readonly HeldEvent[] | undefined {
  if (!('@message' in json) && !('@timestamp' in json) && !('@ptr' in json)) return undefined;
  const { '@message': message, '@logStream': logStream, '@log': log, ...others } = json;
  const fields = Object.entries(others).filter(([name]) => !/^@(?:timestamp|ingestionTime|ptr|@)/.test(name));
  return [
    {
      timestamp: timeOf(json['@timestamp']),
      message: message === undefined ? JSON.stringify(Object.fromEntries(fields)) : messageOf(message),
      logStream: textOf(logStream),
      log: textOf(log),
      ingestionTime: timeOf(json['@ingestionTime']),
    },
  ];
}

/** An object that is nothing but an event: a log document with a message of its own has other members, too. */
function ofEvent(json: Json): readonly HeldEvent[] | undefined {
  const { timestamp, message, ingestionTime } = json;
  const keys = Object.keys(json);
  const isText = typeof message === 'string' || (typeof message === 'object' && message !== null);
  if (!isText || !keys.every((key) => EVENT_KEYS.has(key))) return undefined;
  const time = timeOf(timestamp);
  // A document of an application may have a time and a message, too.
  if (time === undefined || (typeof timestamp === 'string' && keys.length < 3)) return undefined;
  if (typeof timestamp === 'string' && !('eventId' in json) && !('logStreamName' in json)) return undefined;
  return [
    {
      timestamp: time,
      message: messageOf(message),
      logStream: textOf(json.logStream ?? json.logStreamName),
      log: textOf(json.log ?? json.logGroup ?? json.logGroupName),
      ingestionTime: timeOf(ingestionTime),
    },
  ];
}

const EVENT_KEYS = new Set([
  ...['timestamp', 'message', 'ingestionTime', 'logStream', 'logStreamName'],
  ...['log', 'logGroup', 'logGroupName', 'eventId', 'id', 'extractedFields'],
]);

/** A line of Docker's json-file, which is cut where it is long. */
function ofDocker(json: Json): readonly HeldEvent[] | undefined {
  const { log, stream, time } = json;
  const isDocker = typeof log === 'string' && typeof stream === 'string' && typeof time === 'string';
  if (!isDocker || !Object.keys(json).every((key) => DOCKER_KEYS.has(key))) return undefined;
  return [{ timestamp: timeOf(time), message: chomped(log), logStream: stream, isPart: !log.endsWith('\n') }];
}

const DOCKER_KEYS = new Set(['log', 'stream', 'time', 'attrs']);

/** What the Telemetry API tells of functions and extensions; the platform's own events are what they are. */
function ofTelemetry(json: Json): readonly HeldEvent[] | undefined {
  const { time, type, record } = json;
  const timestamp = timeOf(time);
  if (timestamp === undefined || typeof type !== 'string' || record === undefined) return undefined;
  if (type.startsWith('platform.')) return undefined;
  if (type !== 'function' && type !== 'extension') return undefined;
  return [{ timestamp, message: messageOf(record) }];
}

function messageOf(json: unknown): string {
  return typeof json === 'string' ? chomped(json) : JSON.stringify(json);
}

function chomped(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** Epoch milliseconds from a number of them, as text or not, or from a date. */
export function timeOf(json: unknown): number | undefined {
  if (typeof json === 'number') return json > LEAST_MS ? json : undefined;
  if (typeof json !== 'string') return undefined;
  if (/^\d{12,14}(?:\.\d+)?$/.test(json)) return Number(json);
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(json) ? parseTimestamp(json) : undefined;
}

// The beginning of 1990: what is smaller counts seconds, or something else.
const LEAST_MS = 631_152_000_000;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
