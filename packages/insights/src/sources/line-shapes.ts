import { looksDated, parseTimestamp, timestampLength } from './timestamps.js';

/** How a line begins an event, and where the parts of the event are. */
export type Head = {
  /** Undefined: the message says it, or the line before it. */
  readonly time?: number | undefined;
  readonly stream?: string | undefined;
  readonly log?: string | undefined;
  readonly ingestionTime?: number | undefined;
  /** Where the message begins. */
  readonly message: number;
  /** The line is none of an event, but something that a tool says. */
  readonly isAside?: true;
};

/** What of an event's bytes is its message, where that is less than all behind its head. */
export type Body = {
  readonly start: number;
  readonly end: number;
  readonly time?: number | undefined;
  readonly stream?: string | undefined;
};

/** How a tool writes events into lines. */
export type LineShape = {
  /** Undefined: the line goes on with the event before it. */
  readonly head: (bytes: Buffer, start: number, end: number) => Head | undefined;
  readonly body?: (bytes: Buffer, start: number, end: number) => Body;
};

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ISO = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';

/** The streams of Lambda: `2026/03/01/[$LATEST]0123…`. */
export const LAMBDA_STREAM = /^\S*\d{4}\/\d\d\/\d\d\/(?:\S*\[\S+\])?[0-9a-f]{32}$/;

/** The runtime begins the lines of the application with a time as well, but then comes the request's id. */
export const RUNTIME_PREFIX = new RegExp(`^[\\t ](?:${UUID}|undefined)[\\t ](?:[A-Z]+[\\t ]|Task timed out)`);

/** `<time> <message>`, of exports to S3, \`docker logs -t\`, \`aws logs tail --format short\` and many others. */
export const timestamped: LineShape = { head: dated({ retriesStandAlone: true }) };

/** `<time> <stream> <message>`: `aws logs tail`, which writes JSON on lines of its own if told to. */
export const tail: LineShape = {
  head: matching(new RegExp(`^(?<time>${ISO})[ \\t](?<stream>\\S+)(?: |$)`)),
  body: trimmed,
};

/** `<stream> <time> <message>`, `<group> <stream> <message>`, …: `sam logs` and awslogs, whose columns are options. */
export function streamFirst(columns: {
  readonly group: string | undefined;
  readonly times: number;
  readonly stream: RegExp;
}): LineShape {
  const group = columns.group === undefined ? '' : `(?<log>${escaped(columns.group)}) +`;
  const times = ['', `(?<time>${ISO}|\\d{13})[\\t ]`, `(?<time>${ISO}) (?<ingestion>${ISO}) `][
    columns.times
  ]!;
  // An event without text has no space behind its time.
  const pattern = new RegExp(`^${group}(?<stream>${columns.stream.source})[\\t ]+${times}`);
  const head = matching(pattern);
  return { head };
}

/** `<milliseconds><tab><message>`, with the stream before or behind the message: `--output text` of a `--query`. */
export function epoch(stream: 'none' | 'second' | 'last'): LineShape {
  const second = stream === 'second' ? '(?<stream>[^\\t]+)\\t' : '';
  return {
    head: matching(new RegExp(`^(?<time>\\d{13})[\\t ,]${second}`)),
    body: stream === 'last' ? endingInStream : trimmed,
  };
}

function endingInStream(bytes: Buffer, start: number, end: number): Body {
  const from = Math.max(start, end - LONGEST_HEAD);
  const found = /\s*\t([^\t\n]+?)\s*$/.exec(bytes.toString('latin1', from, end));
  return found ? { start, end: from + found.index, stream: utf8(found[1]!) } : { start, end };
}

/** `[<time>] (<stream>) <message>`: saw. */
export const saw: LineShape = {
  head: matching(new RegExp(`^\\[(?<time>${ISO})\\] \\((?<stream>[^)]*)\\)(?: |$)`)),
};

/** `<container> | <message>`: Docker Compose, and `[pod/<name>/<container>] <message>`: `kubectl logs --prefix`. */
export const compose: LineShape = {
  head: matching(
    new RegExp(
      `^(?:(?<stream>[\\w.@-]+) +\\|(?: |$)|\\[(?<pod>pod/[^\\]]+)\\] )(?:(?<time>${ISO})(?= )(?! ${UUID}) )?`,
    ),
  ),
};

/** `<time> stdout F <message>`: the files of containers on Kubernetes. */
export const cri: LineShape = {
  head: matching(new RegExp(`^(?<time>${ISO}) (?:stdout|stderr) [FP](?::\\S+)?(?: |$)`)),
};

/** `EVENTS<tab>…<message><tab><time>`: the AWS CLI with `--output text`. */
export const awsText: LineShape = {
  head(bytes, start, end) {
    if (bytes[start] !== LETTER_E && !isAside(bytes, start, end)) return undefined;
    const line = firstLine(bytes, start, end);
    const found = /^EVENTS\t(?:\d{20,}\t(\d{13})\t([^\t]*)\t|(\d{13})\t)/.exec(line);
    if (found) {
      const [prefix, ingested, stream, only] = found;
      return {
        stream: stream === undefined ? undefined : utf8(stream),
        ingestionTime: Number(ingested ?? only),
        message: start + prefix.length,
      };
    }
    return isAside(bytes, start, end) ? { message: end, isAside: true } : undefined;
  },
  body(bytes, start, end) {
    const from = Math.max(start, end - 16);
    const found = /\t(\d{13})\s*$/.exec(bytes.toString('latin1', from, end));
    if (!found) return { start, end };
    return { start, end: from + found.index, time: Number(found[1]) };
  },
};

function isAside(bytes: Buffer, start: number, end: number): boolean {
  const line = bytes.toString('latin1', start, Math.min(end, start + 40));
  return /^(?:SEARCHEDLOGSTREAMS|NEXTTOKEN|None$|[bf]\/\d{20,})/.test(line);
}

/** Copies from the console's list of events: a time on a line of its own, or before the message. */
export const consoleCopy: LineShape = {
  head: matching(
    new RegExp(`^[▶▼►▾▸>\\t ]{0,4}(?<time>${ISO})(?:[\\t ]+(?!(?:${UUID}|undefined)[\\t ])|\\s*$)`),
  ),
  body: shownOnce,
};

/** The same where each time is on a line of its own: those before messages are the messages'. */
export const consoleColumns: LineShape = {
  head: matching(new RegExp(`^[▶▼►▾▸>\\t ]{0,4}(?<time>${ISO})\\s*$`)),
  body: shownOnce,
};

/** The line of a retry is an event wherever it stands: what collects logs may have put times on other lines alone. */
function dated({ retriesStandAlone }: { readonly retriesStandAlone: boolean }): LineShape['head'] {
  return (bytes, start, end) => {
    const length = timeLength(bytes, start, end);
    if (length === 0) {
      return retriesStandAlone && isRetryLine(bytes, start, end) ? { message: start } : undefined;
    }
    const next = bytes[start + length];
    if (next !== SPACE && next !== TAB && start + length < end) return undefined;
    const time = parseTimestamp(bytes.toString('latin1', start, start + length));
    return time === undefined ? undefined : { time, message: Math.min(start + length + 1, end) };
  };
}

function timeLength(bytes: Buffer, start: number, end: number): number {
  if (!looksDated(bytes, start, end) && !looksLikeMilliseconds(bytes, start)) return 0;
  return timestampLength(bytes.toString('latin1', start, Math.min(end, start + 40)));
}

function looksLikeMilliseconds(bytes: Buffer, start: number): boolean {
  const next = bytes[start + 13];
  return bytes[start] === ONE && (next === TAB || next === SPACE);
}

function matching(pattern: RegExp): LineShape['head'] {
  return (bytes, start, end) => {
    const line = firstLine(bytes, start, end);
    // The markers of rows are no Latin-1.
    const found = pattern.exec(line.startsWith('\u00e2') ? Buffer.from(line, 'latin1').toString() : line);
    if (!found) return undefined;
    const { time, stream, pod, log, ingestion } = found.groups!;
    const ms = time === undefined ? undefined : parseTimestamp(time);
    if (time !== undefined && ms === undefined) return undefined;
    const length = line.startsWith('\u00e2') ? Buffer.byteLength(found[0]) : found[0].length;
    const name = stream ?? pod;
    return {
      time: ms,
      stream: name === undefined ? undefined : utf8(name),
      log: log === undefined ? undefined : utf8(log),
      ingestionTime: ingestion === undefined ? undefined : parseTimestamp(ingestion),
      message: Math.min(start + length, end),
    };
  };
}

/** Of an event that may have more. */
function firstLine(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('latin1', start, Math.min(end, start + LONGEST_HEAD));
  const newline = text.indexOf('\n');
  return newline < 0 ? text : text.slice(0, newline);
}

// A group's and a stream's name have up to 512 characters each.
const LONGEST_HEAD = 1200;

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}

function isRetryLine(bytes: Buffer, start: number, end: number): boolean {
  return bytes[start] === LETTER_N && RETRY_LINE.test(bytes.toString('latin1', start, end));
}

export const RETRY_LINE = /^needs-retry(?:\.[\w-]+){2}\|increment\|count=\d+\r?$/m;

function trimmed(bytes: Buffer, from: number, to: number): Body {
  let [start, end] = [from, to];
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  return { start, end };
}

/** What the console says below the last event. */
const FOOTER = /\n\s*(?:No newer events at this moment|There are newer events to load)\b/;

/**
 * An event that is expanded is shown twice: with its lines and with JSON in a fine layout, and as one line without
 * tabs. What differs is space alone.
 */
function shownOnce(bytes: Buffer, from: number, to: number): Body {
  const body = trimmed(bytes, from, to);
  if (bytes.subarray(body.start, body.end).indexOf(NEWLINE) < 0) return body;
  const all = bytes.toString('latin1', body.start, body.end);
  const footer = all.search(FOOTER);
  const text = withoutEnd(footer < 0 ? all : all.slice(0, footer));
  const middle = middleOf(text);
  if (middle === undefined) return { start: body.start, end: body.start + text.length };
  const [first, second] = [withoutEnd(text.slice(0, middle)), text.slice(middle).replace(/^[ \t\r\n]+/, '')];
  const at = body.start + text.length - second.length;
  const parts = [
    { text: first, start: body.start, end: body.start + first.length },
    { text: second, start: at, end: at + second.length },
  ];
  // As it was logged: with its tabs and lines, but JSON on one.
  const [short, long] = parts.sort((a, b) => a.text.length - b.text.length);
  return LAID_OUT.test(long!.text) ? short! : long!;
}

const LAID_OUT = /(?:^|\n)[{[][ \t\r]*\n\s*["{[]/;

/** Where the second half of `text` begins, where both halves say the same but for space. */
function middleOf(text: string): number | undefined {
  const dense = text.replace(/[ \t\r\n]+/g, '');
  const half = dense.length / 2;
  if (!Number.isInteger(half) || dense.slice(0, half) !== dense.slice(half)) return undefined;
  let seen = 0;
  let place = 0;
  for (; seen < half; place++) if (!isSpace(text.charCodeAt(place))) seen++;
  return place;
}

// In Latin-1 half of a character of UTF-8 can look like a space, so only these are one.
function withoutEnd(text: string): string {
  return text.replace(/[ \t\r\n]+$/, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN;
}

const SPACE = 0x20;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ONE = 0x31;
const LETTER_E = 0x45;
const LETTER_N = 0x6e;
