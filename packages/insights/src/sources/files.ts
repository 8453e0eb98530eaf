import { checkOptions, describe, need } from '@needs-retry/core/internal';
import { type EventVisitor, type LogEvent, SCAN, type ScannableEvents } from '../language/event.js';
import { scanDivided } from './division/divided.js';
import { LOG_FORMATS } from './format.js';
import { merged } from './growing.js';
import { filesOf } from './paths.js';
import { Counting, type ReadLogsOptions, scanFile } from './scan-file.js';

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
  if (!options.follow && visitor.division && (await scanDivided(files, options, visitor.division))) return;
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
