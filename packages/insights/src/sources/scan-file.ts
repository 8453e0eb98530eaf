import { basename, dirname } from 'node:path';
import type { EventVisitor, LogEvent } from '../language/event.js';
import { blocksOf } from './blocks.js';
import { type Bytes, openBytes, peeked } from './bytes.js';
import { scanCsv } from './csv-reader.js';
import { namingFile } from './file-error.js';
import { type LogFormat, recognise } from './format.js';
import { growing } from './growing.js';
import { type FileNote, Inspection } from './inspection.js';
import { scanJson } from './json-reader.js';
import { LineScanner, type Source } from './line-scanner.js';
import type { LogPath } from './paths.js';
import { plainText } from './text.js';
import { unpacked } from './unpack.js';

/** How files are read. */
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

/** Hands over the events of a file. Yields after each block. */
export async function* scanFile(
  file: LogPath,
  options: ReadLogsOptions,
  visitor: Counting,
): AsyncGenerator<void> {
  const { format, follow, onNote } = options;
  const inspection = new Inspection(file.name, format !== undefined);
  let bytes: Bytes | undefined;
  try {
    bytes = follow ? await growing(file, follow) : await openBytes(file.path, file.isRegular);
    bytes = await unpacked(bytes, file.name, (why) =>
      inspection.note(`${why}: what comes before that is read.`),
    );
    yield* scanText(await plainText(bytes), file, options, visitor, inspection);
  } catch (error) {
    throw namingFile(error, file.name);
  } finally {
    await bytes?.close();
  }
  if (!visitor.isDone) for (const note of inspection.report(visitor.records)) onNote?.(note);
}

/** Counts what is handed over of one file, and whether more is wanted. */
export class Counting implements EventVisitor {
  readonly requirements;
  readonly needsTime;
  readonly arrivals;
  records = 0;
  isDone = false;

  constructor(private readonly visitor: EventVisitor) {
    this.requirements = visitor.requirements;
    this.needsTime = visitor.needsTime;
    this.arrivals = visitor.arrivals;
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
  file: LogPath,
  options: ReadLogsOptions,
  visitor: EventVisitor,
  inspection: Inspection,
): AsyncGenerator<void> {
  const source = sourceOf(file, options);
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
  yield* scanLines(all, scanner, inspection);
}

/** Yields after each block. The first one ends where one does that is read from the beginning of the file. */
export function scanLines(
  bytes: Bytes,
  scanner: LineScanner,
  inspection: Inspection,
  from = 0,
): AsyncGenerator<void> {
  const onLong = () => inspection.note('has an event longer than 8 MB, which is cut there.');
  const use = (block: Buffer, isLast: boolean, isPause: boolean) => scanner.scan(block, isLast || isPause);
  return blocksOf(bytes, use, { isDelimited: true, from, onLong });
}

/** By so many bytes a file is recognised. */
export const HEAD = 1 << 16;

export function sourceOf(
  { path, name, modified }: LogPath,
  { log }: ReadLogsOptions,
): Source & { readonly name: string } {
  return { name, logStream: streamName(path), log, time: modified };
}

/** An export to S3 names its folders after the streams; elsewhere the file itself is the nearest to one. */
function streamName(path: string): string {
  if (path === '-') return 'stdin';
  return /^\d{6}\.gz$/.test(basename(path)) ? basename(dirname(path)) : basename(path);
}
