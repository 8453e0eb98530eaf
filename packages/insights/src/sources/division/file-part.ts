import { open } from 'node:fs/promises';
import type { EventVisitor } from '../../language/event.js';
import { allOf, sectionOf } from '../bytes.js';
import { namingFile } from '../file-error.js';
import { Inspection } from '../inspection.js';
import { LineScanner } from '../line-scanner.js';
import type { LogPath } from '../paths.js';
import { Counting, HEAD, type ReadLogsOptions, scanFile, scanLines, sourceOf } from '../scan-file.js';
import { uncoloured } from '../text.js';

/** A file, or a range of whole lines of one in which each line is an event. */
export type FilePart = {
  readonly file: LogPath;
  readonly range?: ByteRange;
};

/** Without `to` it goes on to the end of the file. */
export type ByteRange = { readonly from: number; readonly to: number | undefined };

/** Hands over the events of a part. Yields after each block. */
export function scanPart(
  { file, range }: FilePart,
  options: ReadLogsOptions,
  visitor: EventVisitor,
): AsyncGenerator<void> {
  return range ? scanRange(file, range, options, visitor) : scanFile(file, options, new Counting(visitor));
}

async function* scanRange(
  file: LogPath,
  { from, to }: ByteRange,
  options: ReadLogsOptions,
  visitor: EventVisitor,
): AsyncGenerator<void> {
  // What there is to say of the kind of the file was found out before it was divided.
  const inspection = Inspection.settled(file.name);
  const handle = await open(file.path, 'r');
  try {
    const scanner = new LineScanner(visitor, sourceOf(file, options), undefined, inspection);
    if (visitor.needsTime) await startIn(handle, from, scanner);
    yield* scanLines(uncoloured(sectionOf(handle, from, to)), scanner, inspection, from);
  } catch (error) {
    throw namingFile(error, file.name);
  } finally {
    await handle.close();
  }
  for (const note of inspection.report(0)) options.onNote?.(note);
}

type Handle = Awaited<ReturnType<typeof open>>;

/** Finds out what time it was before the range, as one knows who has read all the lines before. */
async function startIn(handle: Handle, from: number, scanner: LineScanner): Promise<void> {
  for (let size = HEAD; from > 0; size *= 4) {
    const start = Math.max(0, from - size);
    const bytes = await allOf(uncoloured(sectionOf(handle, start, from)));
    if (scanner.startAfter(start === 0 ? bytes : bytes.subarray(bytes.indexOf(NEWLINE) + 1))) return;
    if (start === 0) break;
  }
  scanner.startAt(await allOf(uncoloured(sectionOf(handle, 0, HEAD))));
}

const NEWLINE = 0x0a;
