import { csvColumns } from './csv-columns.js';
import { isEnvelope } from './json-events.js';
import {
  awsText,
  compose,
  consoleColumns,
  consoleCopy,
  cri,
  epoch,
  LAMBDA_STREAM,
  type LineShape,
  RUNTIME_PREFIX,
  saw,
  streamFirst,
  tail,
  timestamped,
} from './line-shapes.js';
import { parseTimestamp, timestampLength } from './timestamps.js';

/**
 * How a file holds events:
 * - `lines`: each line is a message, text or JSON: the log of a Lambda function as it was captured, JSON lines;
 * - `timestamped`: each event begins with its time: exports to S3, `tail --format short`, `docker logs -t`;
 * - `console`: a copy of the console's list of events, some of which may be expanded;
 * - `tail`: its time, its log stream, its message: `aws logs tail`;
 * - `stream-first`: its log stream first, or its group and stream: `sam logs`, awslogs;
 * - `saw`: `[time] (stream) message`;
 * - `compose`: a container's name, a bar, the message: Docker Compose, `kubectl logs --prefix`;
 * - `cri`: a time, `stdout` or `stderr`, the message: the files of containers on Kubernetes;
 * - `text`: the AWS CLI with `--output text`;
 * - `json`: JSON that holds events: of the AWS CLI, of Logs Insights, of subscriptions and Firehose, of the Telemetry
 *   API, Docker's json-file; one document or many;
 * - `csv`: a table with a line of names: the console's downloads.
 */
export type LogFormat = (typeof LOG_FORMATS)[number];

export const LOG_FORMATS = [
  'lines',
  'timestamped',
  'console',
  'tail',
  'stream-first',
  'saw',
  'compose',
  'cri',
  'text',
  'json',
  'csv',
] as const;

/** How the lines of a file are read: by `shape`, or each as a message of its own. */
export type Recognised = { readonly format: LogFormat; readonly shape: LineShape | undefined };

/** Recognises how a file holds events by its beginning, unless that is told. */
export function recognise(head: string, told: LogFormat | undefined): Recognised {
  const sample = sampleOf(head);
  const format = told ?? formatOf(head, sample);
  return { format, shape: shapeOf(format, sample) };
}

function sampleOf(head: string): string[] {
  // Behind the last newline a line may have been cut in two, but it may be all there is.
  const whole = head.slice(0, head.lastIndexOf('\n') + 1);
  const lines = (whole.trim() === '' ? head : whole).split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(0, MOST_LINES);
}

const MOST_LINES = 200;

function formatOf(head: string, sample: readonly string[]): LogFormat {
  if (sample.length === 0) return 'lines';
  if (csvColumns(sample[0]!)) return 'csv';
  if (isJson(head, sample)) return 'json';
  if (sample.some((line) => /^EVENTS\t/.test(line))) return 'text';
  if (share(sample, SAW) > MANY) return 'saw';
  if (share(sample, CRI) > MOST) return 'cri';
  if (share(sample, COMPOSE) > MOST) return 'compose';
  if (streamColumns(sample)) return 'stream-first';
  if (hasStreams(sample)) return 'tail';
  if (isConsole(sample)) return 'console';
  return hasTimes(sample) ? 'timestamped' : 'lines';
}

function shapeOf(format: LogFormat, sample: readonly string[]): LineShape | undefined {
  switch (format) {
    case 'timestamped':
      return epochShape(sample) ?? timestamped;
    case 'console':
      return hasColumns(sample) ? consoleColumns : consoleCopy;
    case 'stream-first':
      return streamFirst(streamColumns(sample) ?? { group: undefined, times: 1, stream: /\S+/ });
    case 'tail':
      return tail;
    case 'saw':
      return saw;
    case 'compose':
      return compose;
    case 'cri':
      return cri;
    case 'text':
      return awsText;
    default:
      return undefined;
  }
}

/** Of how many of the lines `pattern` holds; events may have more lines than one. */
function share(sample: readonly string[], pattern: RegExp): number {
  return sample.filter((line) => pattern.test(line)).length / sample.length;
}

const MANY = 0.2;
const MOST = 0.8;
const ISO = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const SAW = new RegExp(`^\\[${ISO}\\] \\([^)]*\\)(?: |$)`);
const CRI = new RegExp(`^${ISO} (?:stdout|stderr) [FP](?::\\S+)?(?: |$)`);
const COMPOSE = /^(?:[\w.@-]+ +\|(?: |$)|\[pod\/[^\]]+\] )/;

function isJson(head: string, sample: readonly string[]): boolean {
  if (/^\s*\[\s*(?:[[{"]|\]\s*$)/.test(head)) return true;
  if (/^\s*\{\s*\n/.test(head)) return true;
  if (ENVELOPE_BEGINS.test(head)) return true;
  return sample.some((line, index) => {
    // Not what stands inside a document that is laid out.
    if (!line.startsWith('{') && !(index === 0 && line.startsWith('"'))) return false;
    try {
      return isEnvelope(JSON.parse(line));
    } catch {
      // Several objects may stand in one line, and a long one may have been cut.
      return /^\s*\{.*\}\s*\{/.test(line) || ENVELOPE_HOLDS.test(line.slice(0, 4096));
    }
  });
}

const ENVELOPE_BEGINS =
  /^\s*\{\s*"(?:messageType|logEvents|events|searchedLogStreams|next(?:Forward|Backward)?Token|queryLanguage|statistics|awslogs)"\s*:/;
const ENVELOPE_HOLDS =
  /"messageType"\s*:\s*"DATA_MESSAGE"|"logEvents"\s*:\s*\[|"events"\s*:\s*\[\s*\{|"results"\s*:\s*\[\s*\[/;

type Columns = Parameters<typeof streamFirst>[0];

/** What stands before the messages of `sam logs` or awslogs; undefined: it is neither. */
function streamColumns(sample: readonly string[]): Columns | undefined {
  const group = commonGroup(sample);
  if (group !== undefined) return columnsOf(sample, { group, stream: /\S+/ });
  if (LAMBDA_STREAM.test(firstWord(sample[0]!))) return columnsOf(sample, { group, stream: LAMBDA_WORD });
  const named = sample.filter((line) => STREAM_AND_TIME.test(line) && isStreamName(firstWord(line)));
  const isClear = named[0] === sample[0] && named.length > sample.length * MANY;
  if (!isClear || sample.some((line) => WHOLE_EVENT.test(line))) return undefined;
  return columnsOf(sample, { group, stream: /\S+/ });
}

/** A message can begin with a time of its own, but in all events only a column does. */
function columnsOf(sample: readonly string[], names: Omit<Columns, 'times'>): Columns {
  const heads = (times: number) =>
    sample.filter((line) => isHead(streamFirst({ ...names, times }), line)).length;
  const isColumn = (times: number) => heads(times) >= heads(0) * 0.9;
  const isNamed = names.group === undefined && names.stream !== LAMBDA_WORD;
  if (isNamed) return { ...names, times: heads(2) >= heads(1) * 0.9 ? 2 : 1 };
  return { ...names, times: isColumn(2) ? 2 : isColumn(1) ? 1 : 0 };
}

function isHead({ head }: LineShape, line: string): boolean {
  const bytes = Buffer.from(line);
  return head(bytes, 0, bytes.length) !== undefined;
}

const LAMBDA_WORD = /\S*\d{4}\/\d\d\/\d\d\/(?:\S*\[\S+\])?[0-9a-f]{32}/;
const STREAM_AND_TIME = new RegExp(`^\\S+[\\t ]+(?:${ISO}|\\d{13})(?:[\\t ]|$)`);

/** The log group that the lines begin with, if they do: behind it is a stream. */
function commonGroup(sample: readonly string[]): string | undefined {
  const [, group, stream] = /^(\S+) +(\S+) /.exec(sample[0]!) ?? [];
  if (group === undefined || LAMBDA_STREAM.test(group) || timestampLength(group) > 0) return undefined;
  // A path that all lines begin with is a group; another word is one before a stream that can be nothing else.
  const isGroup = group.startsWith('/') ? isStreamName(stream!) : LAMBDA_STREAM.test(stream!);
  const lines = sample.filter((line) => line.startsWith(`${group} `));
  return isGroup && timestampLength(stream!) === 0 && lines.length > sample.length * MANY ? group : undefined;
}

function firstWord(line: string): string {
  return /^\S*/.exec(line)![0];
}

/** Lines of applications, too, have a word beside their time, but that is a level or a bracket. */
function isStreamName(word: string): boolean {
  return (
    /^[\w/.$-]/.test(word) &&
    !/^(?:trace|debug|info|notice|warn|warning|error|err|fatal|critical|panic|log|silly|verbose)\b/i.test(
      word,
    )
  );
}

const TIME_ALONE = /^[▶▼►▾▸>\t ]{0,4}\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)\s*$/;
const CONSOLE_SAYS = /^\s*(?:No older events at this moment|There are older events to load)/;

/** A time on a line of its own, or an event that is shown a second time below. */
function isConsole(sample: readonly string[]): boolean {
  if (sample.some((line) => TIME_ALONE.test(line) || CONSOLE_SAYS.test(line)))
    return sample.some((line) => restOf(line) !== undefined || TIME_ALONE.test(line));
  const dense = (text: string) => text.replace(/\s+/g, '');
  return sample.some((line, index) => {
    const rest = restOf(line);
    const next = sample[index + 1];
    if (rest === undefined || next === undefined || rest.trim() === '') return false;
    return dense(rest) === dense(next) || (/^\s*\{./.test(rest) && next.trim() === '{');
  });
}

/** Whether each time is on a line of its own, so that one before text is the text's. */
function hasColumns(sample: readonly string[]): boolean {
  const alone = sample.filter((line) => TIME_ALONE.test(line)).length;
  const before = sample
    .map(restOf)
    .filter((rest) => rest !== undefined && rest.trim() !== '' && !RUNTIME_PREFIX.test(rest)).length;
  return alone > 0 && alone >= before;
}

/** What is an event by itself, of Lambda, of a JSON log or of ours: no part of a longer one, and no heading. */
const WHOLE_EVENT = /^(?:(?:START|END|REPORT) RequestId: |INIT_START |\{.|needs-retry\.)/;
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
    : dated.some((rest) => WHOLE_EVENT.test(rest.replace(LAMBDA_FIRST, ' ').slice(1)));
}

/** `aws logs tail` writes UTC as `+00:00`, and milliseconds as microseconds. */
const TAIL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}000)?\+00:00 (\S+)(?: |$)/;
const LAMBDA_FIRST = /^ \S*\d{4}\/\d\d\/\d\d\/(?:\S*\[\S+\])?[0-9a-f]{32} /;

function hasStreams(sample: readonly string[]): boolean {
  const dated = sample.filter((line) => restOf(line) !== undefined);
  if (dated.length === 0 || sample.indexOf(dated[0]!) > LONGEST_HEADING) return false;
  if (sample.some((line) => WHOLE_EVENT.test(line))) return false;
  if (dated.every((line) => LAMBDA_FIRST.test(restOf(line)!))) return true;
  return dated.every((line) => isStreamName(TAIL.exec(line)?.[1] ?? ''));
}

function restOf(line: string): string | undefined {
  const length = timestampLength(line);
  const isTime =
    length > 0 && /^[ \t]/.test(line.slice(length)) && parseTimestamp(line.slice(0, length)) !== undefined;
  return isTime ? line.slice(length) : undefined;
}

/** Where times are milliseconds, the lines are what a `--query` asked for. */
function epochShape(sample: readonly string[]): LineShape | undefined {
  const heads = sample.filter((line) => /^\d{13}[\t ,]/.test(line));
  if (heads.length === 0 || heads.length < sample.filter((line) => timestampLength(line) > 0).length)
    return undefined;
  const isStream = (word: string | undefined) =>
    word !== undefined && (LAMBDA_STREAM.test(word) || /^[\w.-]+\/\S+$/.test(word));
  if (heads.every((line) => isStream(line.split('\t')[1]))) return epoch('second');
  const ends = sample.filter((line) => /\t[^\t]+$/.test(line) && isStream(line.split('\t').at(-1)));
  return epoch(ends.length >= heads.length ? 'last' : 'none');
}
