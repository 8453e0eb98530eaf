import { parseTimestamp, timestampLength } from './timestamps.js';

/**
 * How a file holds events:
 * - `lines`: each line is a message, text or JSON: the log of a Lambda function as it was captured, JSON lines;
 * - `timestamped`: each event begins with its time: exports to S3, copies from the console, `tail --format short`;
 * - `tail`: its time, its log stream, its message: `aws logs tail`;
 * - `events`: one JSON object with `timestamp` and `message` a line;
 * - `filter-log-events`: one JSON document with a list of such objects, as the AWS CLI prints it.
 */
export type LogFormat = (typeof LOG_FORMATS)[number];

export const LOG_FORMATS = ['lines', 'timestamped', 'tail', 'events', 'filter-log-events'] as const;

/** Recognises the format by the beginning of the file. */
export function recognise(head: string): LogFormat {
  if (/^\s*\{\s*"(?:events|searchedLogStreams|next(?:Forward|Backward)?Token)"\s*:/.test(head)) {
    return 'filter-log-events';
  }
  if (/^\s*\[\s*\{/.test(head)) return 'filter-log-events';
  // Behind the last newline a line may have been cut in two, but it may be all there is.
  const whole = head.slice(0, head.lastIndexOf('\n') + 1);
  const lines = (whole.trim() === '' ? head : whole).split('\n').filter((line) => line.trim() !== '');
  const sample = lines.slice(0, MOST_LINES);
  if (sample.length === 0) return 'lines';
  if (sample.every(isEvent)) return 'events';
  return hasTimes(sample) ? (hasStreams(sample) ? 'tail' : 'timestamped') : 'lines';
}

const MOST_LINES = 200;
const EVENT_KEYS = new Set([
  'timestamp',
  'message',
  'ingestionTime',
  'logStream',
  'logStreamName',
  'log',
  'logGroup',
  'logGroupName',
  'eventId',
  'id',
]);

/** An object that is nothing but an event: a log document with a message of its own has other members, too. */
function isEvent(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    const json = JSON.parse(line) as Record<string, unknown>;
    return (
      typeof json.timestamp === 'number' &&
      typeof json.message === 'string' &&
      Object.keys(json).every((key) => EVENT_KEYS.has(key))
    );
  } catch {
    return false;
  }
}

// The runtime begins the lines of the application with a time as well, but then comes the request's id.
const RUNTIME_PREFIX =
  /^\t(?:[0-9a-f]{8}-[0-9a-f-]{27}|undefined)\t|^ [0-9a-f]{8}-[0-9a-f-]{27} Task timed out/;
/** What is an event by itself, of Lambda, of a JSON log or of ours: no part of a longer one, and no heading. */
const WHOLE_EVENT = /^(?:(?:START|END|REPORT) RequestId: |INIT_START |\{|needs-retry\.)/;
const LONGEST_HEADING = 10;

function hasTimes(sample: readonly string[]): boolean {
  const rests = sample.map(restOf);
  const heading = rests.findIndex((rest) => rest !== undefined);
  if (heading < 0 || heading > LONGEST_HEADING || sample.some((line) => WHOLE_EVENT.test(line))) return false;
  const dated = rests.filter((rest) => rest !== undefined);
  // An event may go on in further lines, but the file begins with one; if not, with a heading, or it is an
  // application's log that has times in some of its lines.
  return heading === 0
    ? dated.some((rest) => !RUNTIME_PREFIX.test(rest))
    : dated.some((rest) => WHOLE_EVENT.test(rest.replace(STREAM, ' ').slice(1)));
}

function hasStreams(sample: readonly string[]): boolean {
  const dated = sample.map(restOf).filter((rest) => rest !== undefined);
  return dated.every((rest) => STREAM.test(rest));
}

/** The streams of Lambda: `2026/03/01/[$LATEST]0123…`. */
const STREAM = /^ \S*\d{4}\/\d\d\/\d\d\/(?:\S*\[\S+\])?[0-9a-f]{32} /;

function restOf(line: string): string | undefined {
  const length = timestampLength(line);
  const isTime =
    length > 0 && /^[ \t]/.test(line.slice(length)) && parseTimestamp(line.slice(0, length)) !== undefined;
  return isTime ? line.slice(length) : undefined;
}
