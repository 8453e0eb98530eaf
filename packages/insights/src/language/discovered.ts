import { isRaw, type LogEvent, type RawEvent } from './event.js';
import { FieldScanner } from './json-fields.js';
import type { Reader, Row } from './row.js';
import { Timestamp, type Value } from './value.js';

/** The fields that every event has, or that the service discovers in the text of Lambda's own lines and in JSON. */
export class DiscoveredFields {
  private readonly json = new Map<string, number>();
  private scanner: FieldScanner | undefined;
  private scratch = Buffer.alloc(1 << 12);

  constructor(private readonly newSlot: () => number) {}

  /** How to read a field by the name that a query gives it. */
  reader(name: string): Reader {
    const known = SYSTEM.get(name) ?? lambdaReader(name);
    if (known) return known;
    const key = keyOf(name);
    if (key === undefined) return () => undefined;
    let slot = this.json.get(key);
    if (slot === undefined) {
      slot = this.newSlot();
      this.json.set(key, slot);
      this.scanner = undefined;
    }
    const place = slot;
    return (row) => {
      if (!row.scanned) this.load(row);
      return row.values[place];
    };
  }

  /** Puts the JSON fields of an event, if it has any, into their slots. */
  load(row: Row): void {
    row.scanned = true;
    if (this.json.size === 0) return;
    this.clear(row);
    this.scanner ??= new FieldScanner([...this.json].map(([name, slot]) => ({ name, slot })));
    const raw = this.bytesOf(row.event!);
    const { bytes, start, end } = raw;
    const first = firstCharacter(bytes, start, end);
    if (bytes[first] === OPEN_BRACE) {
      const after = this.scanner.scan(bytes, first, end, row.values);
      if (after < 0 || firstCharacter(bytes, after, end) < end) this.clear(row);
    } else {
      this.loadFragment(row, this.scanner, raw);
    }
  }

  /** Of a line of text only the first JSON in it is discovered. */
  private loadFragment(row: Row, scanner: FieldScanner, { bytes, start: from, end }: RawEvent['raw']): void {
    let start = bytes.indexOf(OPEN_BRACE, from);
    if (start < 0 || start >= end || !isLambda(bytes, from, end, row.event!.log)) return;
    for (let tries = 0; start >= 0 && start < end && tries < MOST_TRIES; tries++) {
      if (scanner.scan(bytes, start, end, row.values) >= 0) return;
      this.clear(row);
      start = bytes.indexOf(OPEN_BRACE, start + 1);
    }
  }

  private bytesOf(event: LogEvent): RawEvent['raw'] {
    if (isRaw(event)) return event.raw;
    const { message } = event;
    // Three bytes are the most that a UTF-16 unit takes in UTF-8, and one is for the zero after the last.
    if (this.scratch.length <= message.length * 3) this.scratch = Buffer.alloc(message.length * 3 + 1);
    const end = this.scratch.write(message);
    this.scratch[end] = 0;
    return { bytes: this.scratch, start: 0, end };
  }

  private clear(row: Row): void {
    for (const slot of this.json.values()) row.values[slot] = undefined;
  }
}

/** What the text of an event contains wherever a field is discovered in it. */
export type Trace =
  | { readonly kind: 'text'; readonly contains: string | undefined }
  | { readonly kind: 'json'; readonly key: string }
  | { readonly kind: 'message' }
  | { readonly kind: 'none' };

export function traceOf(name: string): Trace {
  if (name === '@message') return { kind: 'message' };
  const lambda = LAMBDA.get(name);
  if (lambda) return { kind: 'text', contains: lambda.contains };
  const key = SYSTEM.has(name) ? undefined : keyOf(name);
  return key === undefined ? { kind: 'none' } : { kind: 'json', key };
}

const MOST_TRIES = 16;
const OPEN_BRACE = 0x7b;

const SYSTEM = new Map<string, Reader>(
  Object.entries({
    '@message': (row: Row) => row.event!.message,
    '@timestamp': (row: Row) => instant(row.event!.timestamp),
    '@ingestionTime': (row: Row) => instant(row.event!.ingestionTime),
    '@logStream': (row: Row) => row.event!.logStream,
    '@log': (row: Row) => row.event!.log,
    '@ptr': () => undefined,
  } satisfies Record<string, Reader>),
);

type LambdaField = {
  /** What the message contains where the field is in it. */
  readonly contains: string;
  readonly pattern: RegExp;
  readonly value?: (text: string) => Value;
};

// The words that begin Lambda's own lines, and the prefix that the runtime gives to the application's.
const PREFIX = String.raw`(?:\[[A-Z]+\]\t)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`;
const LAMBDA_PREFIX = new RegExp(String.raw`^${PREFIX}\t\S+\t`);
const LAMBDA = new Map<string, LambdaField>(
  Object.entries({
    '@type': { contains: 'RequestId: ', pattern: /^(START|END|REPORT) RequestId: / },
    '@requestId': {
      contains: '-',
      pattern: new RegExp(
        String.raw`^(?:(?:START|END|REPORT) RequestId: |${PREFIX}[\t ](?=\S+(?:\t| Task timed out)))([0-9a-f]{8}-[0-9a-f-]{27})`,
      ),
    },
    '@duration': reported('Duration: ', /^REPORT RequestId: \S+\s+Duration: ([\d.]+) ms/),
    '@billedDuration': reported('Billed Duration: ', /^REPORT .*?\sBilled Duration: ([\d.]+) ms/s),
    '@initDuration': reported('Init Duration: ', /^REPORT .*?\sInit Duration: ([\d.]+) ms/s),
    '@memorySize': megabytes('Memory Size: ', /^REPORT .*?\sMemory Size: (\d+) MB/s),
    '@maxMemoryUsed': megabytes('Max Memory Used: ', /^REPORT .*?\sMax Memory Used: (\d+) MB/s),
    '@xrayTraceId': { contains: 'XRAY TraceId: ', pattern: /^REPORT .*?\sXRAY TraceId: (\S+)/s },
    '@xraySegmentId': { contains: 'SegmentId: ', pattern: /^REPORT .*?\sSegmentId: (\S+)/s },
  } satisfies Record<string, LambdaField>),
);

function reported(contains: string, pattern: RegExp): LambdaField {
  return { contains, pattern, value: Number };
}

/** The service counts Lambda's megabytes as 1000 × 1000 bytes. */
function megabytes(contains: string, pattern: RegExp): LambdaField {
  return { contains, pattern, value: (text) => Number(text) * 1_000_000 };
}

function lambdaReader(name: string): Reader | undefined {
  const field = LAMBDA.get(name);
  if (!field) return undefined;
  const { pattern, value } = field;
  return (row) => {
    const text = pattern.exec(row.event!.message)?.[1];
    return text === undefined || !value ? text : value(text);
  };
}

/** A key that begins with `@` itself is written with two; other names with one are the service's. */
function keyOf(name: string): string | undefined {
  if (!name.startsWith('@')) return name;
  return name.startsWith('@@') ? name.slice(1) : undefined;
}

function instant(ms: number | undefined): Value {
  return ms === undefined ? undefined : new Timestamp(ms);
}

function isLambda(bytes: Buffer, start: number, end: number, log: string | undefined): boolean {
  if (log?.includes('/aws/lambda/')) return true;
  return LAMBDA_PREFIX.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_PREFIX)));
}

const LONGEST_PREFIX = 100;

function firstCharacter(bytes: Buffer, from: number, end: number): number {
  let index = from;
  while (index < end && bytes[index]! <= 0x20) index++;
  return index;
}
