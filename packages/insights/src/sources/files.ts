import { basename, dirname } from 'node:path';
import { checkOptions, describe, need } from '@needs-retry/core/internal';
import { type EventVisitor, type LogEvent, SCAN, type ScannableEvents } from '../language/event.js';
import { blocksOf } from './blocks.js';
import { type Bytes, openBytes, peeked } from './bytes.js';
import { scanCsv } from './csv-reader.js';
import { LOG_FORMATS, type LogFormat, recognise } from './format.js';
import { growing, merged } from './growing.js';
import { type FileNote, Inspection } from './inspection.js';
import { scanJson } from './json-reader.js';
import { LineScanner } from './line-scanner.js';
import { filesOf, type LogPath } from './paths.js';
import { plainText } from './text.js';
import { unpacked } from './unpack.js';

export type ReadLogsOptions = {
  /** @defaultValue recognised for each file by its beginning */
  readonly format?: LogFormat | undefined;
  /** What `@log` is for events that do not say. */
  readonly log?: string | undefined;
  /** Reads on as the logs grow, until this is aborted. Rotated files are read from their beginning. */
  readonly follow?: AbortSignal | undefined;
  /** Told of each file that may not have been read as it is meant, and why: a kind that is not known, a cut. */
  readonly onNote?: ((note: FileNote) => void) | undefined;
};

/** The events of files: an iterable, which `runQuery` reads in a faster way than one by one. */
export type LogFiles = ScannableEvents & AsyncIterable<LogEvent>;

/**
 * The events of log files, read as they are asked for. Paths may be globs, files may be compressed with gzip,
 * and `-` is standard input. A file that several links lead to is read once.
 *
 * @example
 * await runQuery('filter @message like "ERROR"', readLogs(['logs/*.log', 'export/000000.gz']));
 * @throws {TypeError} for an option that there is not, or a value that it cannot have
 */
export function readLogs(paths: string | readonly string[], options: ReadLogsOptions = {}): LogFiles {
  const list = typeof paths === 'string' ? [paths] : paths;
  check(list, options);
  return {
    async [SCAN](visitor) {
      for await (const _ of scan(list, options, visitor)) {
        // All that happens, happens in the visitor.
      }
    },
    async *[Symbol.asyncIterator]() {
      let events: LogEvent[] = [];
      const visitor: EventVisitor = {
        requirements: [],
        needsTime: true,
        newestFirst: false,
        arrivals: () => 0,
        scanned: () => {},
        visit({ timestamp, message, logStream, log, ingestionTime }) {
          events.push({ timestamp, message, logStream, log, ingestionTime });
          return true;
        },
      };
      for await (const _ of scan(list, options, visitor)) {
        yield* events;
        events = [];
      }
      yield* events;
    },
  };
}

function check(paths: readonly string[], options: ReadLogsOptions): void {
  const isList = Array.isArray(paths) && paths.every((path) => typeof path === 'string');
  need(isList, 'paths', 'a text or an array of texts', paths);
  checkOptions('readLogs', options, ['format', 'log', 'follow', 'onNote']);
  const { format, log, follow, onNote } = options;
  if (format !== undefined && !LOG_FORMATS.includes(format)) {
    throw new TypeError(
      `Expected \`format\` to be one of ${LOG_FORMATS.join(', ')}, got ${describe(format)}.`,
    );
  }
  need(log === undefined || typeof log === 'string', 'log', 'a text', log);
  need(follow === undefined || follow instanceof AbortSignal, 'follow', 'an AbortSignal', follow);
  need(onNote === undefined || typeof onNote === 'function', 'onNote', 'a function', onNote);
}

/** Yields after each block. */
async function* scan(
  paths: readonly string[],
  options: ReadLogsOptions,
  visitor: EventVisitor,
): AsyncGenerator<void> {
  const files = await filesOf(paths);
  const counting = files.map(() => new Counting(visitor));
  const scans = files.map((file, index) => scanFile(file, options, counting[index]!));
  if (options.follow) {
    yield* merged(scans);
    return;
  }
  for (const [index, each] of scans.entries()) {
    yield* each;
    if (counting[index]!.isDone) return;
  }
}

async function* scanFile(file: LogPath, options: ReadLogsOptions, visitor: Counting): AsyncGenerator<void> {
  const { format, follow, onNote } = options;
  const inspection = new Inspection(file.name, format !== undefined);
  let bytes = follow ? await growing(file, follow) : await openBytes(file.path, file.isRegular);
  try {
    bytes = await unpacked(bytes, file.name, (why) =>
      inspection.note(`${why}: what comes before that is read.`),
    );
    yield* scanText(await plainText(bytes), file, options, visitor, inspection);
  } finally {
    await bytes.close();
  }
  if (!visitor.isDone) for (const note of inspection.report(visitor.records)) onNote?.(note);
}

/** Counts what is handed over of one file, and whether more is wanted. */
class Counting implements EventVisitor {
  readonly requirements;
  readonly needsTime;
  readonly newestFirst;
  records = 0;
  isDone = false;

  constructor(private readonly visitor: EventVisitor) {
    this.requirements = visitor.requirements;
    this.needsTime = visitor.needsTime;
    this.newestFirst = visitor.newestFirst;
  }

  arrivals(count: number): number {
    return this.visitor.arrivals(count);
  }

  visit(event: LogEvent, arrival?: number): boolean {
    this.isDone = !this.visitor.visit(event, arrival);
    return !this.isDone;
  }

  scanned(records: number, bytes: number): void {
    this.records += records;
    this.visitor.scanned(records, bytes);
  }
}

async function* scanText(
  bytes: Bytes,
  { path, name, modified }: LogPath,
  options: ReadLogsOptions,
  visitor: EventVisitor,
  inspection: Inspection,
): AsyncGenerator<void> {
  const source = { name, logStream: streamName(path), log: options.log, time: modified };
  const { head, all } = await peeked(bytes, HEAD);
  const text = head.toString();
  const { format, shape } = recognise(text, options.format);
  if (format === 'json') {
    yield* scanJson(all, source, visitor, inspection);
    return;
  }
  if (format === 'csv') {
    yield* scanCsv(all, text.trimStart().split(/\r?\n/, 1)[0]!, source, visitor, inspection);
    return;
  }
  const scanner = new LineScanner(visitor, source, shape, inspection);
  scanner.startAt(head);
  const onLong = () => inspection.note('has an event longer than 8 MB, which is cut there.');
  const use = (block: Buffer, isLast: boolean, isPause: boolean) => scanner.scan(block, isLast || isPause);
  yield* blocksOf(all, use, true, onLong);
}

const HEAD = 1 << 16;

/** An export to S3 names its folders after the streams; elsewhere the file itself is the nearest to one. */
function streamName(path: string): string {
  if (path === '-') return 'stdin';
  return /^\d{6}\.gz$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
}
