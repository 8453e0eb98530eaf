import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type EventVisitor, type LogEvent, SCAN, type ScannableEvents } from '../language/event.js';
import { type Bytes, blocksOf, openBytes } from './blocks.js';
import { type LogFormat, recognise } from './format.js';
import { eventOf, ListedObjects } from './json-events.js';
import { headReader, LineScanner } from './line-scanner.js';

export type ReadLogsOptions = {
  /** @defaultValue recognised for each file by its beginning */
  readonly format?: LogFormat | undefined;
  /** What `@log` is for events that do not say. */
  readonly log?: string | undefined;
};

/** A file that was asked for and cannot be a log; which one and why is the message. */
export class FileError extends Error {}

/** The events of files: an iterable, which `runQuery` reads in a faster way than one by one. */
export type LogFiles = ScannableEvents & AsyncIterable<LogEvent>;

/**
 * The events of log files, read as they are asked for. Paths may be globs, files may be compressed with gzip,
 * and `-` is standard input.
 *
 * @example
 * await runQuery('filter @message like "ERROR"', readLogs(['logs/*.log', 'export/000000.gz']));
 */
export function readLogs(paths: string | readonly string[], options: ReadLogsOptions = {}): LogFiles {
  const list = typeof paths === 'string' ? [paths] : paths;
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
    },
  };
}

/** Yields after each block. */
async function* scan(
  paths: readonly string[],
  options: ReadLogsOptions,
  visitor: EventVisitor,
): AsyncGenerator<void> {
  let isDone = false;
  const until: EventVisitor = {
    requirements: visitor.requirements,
    needsTime: visitor.needsTime,
    scanned: (records, bytes) => visitor.scanned(records, bytes),
    visit(event) {
      isDone = !visitor.visit(event);
      return !isDone;
    },
  };
  for (const path of await filesOf(paths)) {
    const bytes = await openBytes(path);
    try {
      yield* scanFile(path, bytes, options, until);
    } finally {
      await bytes.close();
    }
    if (isDone) return;
  }
}

async function* scanFile(
  path: string,
  bytes: Bytes,
  options: ReadLogsOptions,
  visitor: EventVisitor,
): AsyncGenerator<void> {
  const source = {
    logStream: streamName(path),
    log: options.log,
    time: path === '-' ? Date.now() : (await stat(path)).mtimeMs,
  };
  const head = Buffer.alloc(HEAD);
  const headLength = await fill(bytes, head);
  const format = options.format ?? recognise(head.toString('utf8', 0, headLength));
  const all = prefixed(bytes, head.subarray(0, headLength));
  if (format === 'events' || format === 'filter-log-events') {
    yield* scanJson(all, format, source, visitor);
    return;
  }
  const reader = format === 'lines' ? undefined : headReader(format === 'tail');
  const scanner = new LineScanner(visitor, source, reader);
  scanner.startAt(head.subarray(0, headLength));
  yield* blocksOf(all, (block, isLast) => scanner.scan(block, isLast), true);
}

function scanJson(
  bytes: Bytes,
  format: 'events' | 'filter-log-events',
  source: { readonly logStream: string; readonly log: string | undefined },
  visitor: EventVisitor,
): AsyncGenerator<void> {
  const listed = new ListedObjects();
  return blocksOf(
    bytes,
    (block) => {
      const { objects, used } = format === 'events' ? linesOf(block) : listed.read(block);
      for (const text of objects) {
        const event = eventOf(parsed(text));
        if (!event) continue;
        visitor.scanned(1, Buffer.byteLength(event.message));
        const { logStream = source.logStream, log = source.log } = event;
        if (!visitor.visit({ ...event, logStream, log })) return -1;
      }
      return used;
    },
    format === 'events',
  );
}

const HEAD = 1 << 16;

async function fill(bytes: Bytes, target: Buffer): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const count = await bytes.read(target, filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Bytes that were read already, and then the others. */
function prefixed(bytes: Bytes, head: Buffer): Bytes {
  let rest = head;
  return {
    async read(target, offset) {
      if (rest.length === 0) return bytes.read(target, offset);
      const count = rest.copy(target, offset);
      rest = rest.subarray(count);
      return count;
    },
    close: () => bytes.close(),
  };
}

function linesOf(block: Buffer): { readonly objects: string[]; readonly used: number } {
  return { objects: block.toString('utf8').split('\n').filter(Boolean), used: block.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    const found = path === '-' ? undefined : await statOf(path);
    if (found?.isDirectory())
      throw new FileError(`${path} is a folder: name its files, such as ${path}/*.log.`);
    if (path === '-' || found) {
      files.add(path === '-' ? path : resolve(path));
      continue;
    }
    if (!/[*?[\]{}()!]/.test(path)) throw new FileError(`There is no file ${path}.`);
    // Most names are no globs, and the library takes as long to load as a small log to read.
    const { glob } = await import('tinyglobby');
    const matches = await glob(path, { absolute: true, dot: true, expandDirectories: false });
    if (matches.length === 0) throw new FileError(`No file matches ${path}.`);
    for (const file of matches.sort()) files.add(file);
  }
  return [...files];
}

async function statOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    // A glob may be longer than any name of a file.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return undefined;
    throw error;
  });
}

/** An export to S3 names its folders after the streams; elsewhere the file itself is the nearest to one. */
function streamName(path: string): string {
  if (path === '-') return 'stdin';
  return /^\d{6}\.gz$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
}
