import type { RunOrder, RunPart } from '../../language/event.js';
import { parse } from '../../language/parser.js';
import { Run } from '../../language/run.js';
import type { FileNote } from '../inspection.js';
import type { ReadLogsOptions } from '../scan-file.js';
import { type FilePart, scanPart } from './file-part.js';

/** What a thread reads before it tells what it found: parts of files that follow each other. */
export type Share = readonly FilePart[];

/** What was found, as data that goes from one thread to another. */
export type ShareAnswer = { readonly part: RunPart; readonly notes: readonly FileNote[] };

/** How files are read, as far as it can be cloned. */
export type ShareOptions = Pick<ReadLogsOptions, 'format' | 'log'>;

export async function answerShare(
  share: Share,
  order: RunOrder,
  { format, log }: ShareOptions,
  signal?: AbortSignal,
): Promise<ShareAnswer> {
  const run = new Run(parse(order.text), order, signal);
  const notes: FileNote[] = [];
  const options = { format, log, onNote: (note: FileNote) => void notes.push(note) };
  for (const part of share) {
    for await (const _ of scanPart(part, options, run)) {
      // All that happens, happens in the run.
    }
  }
  return { part: run.part(), notes };
}
