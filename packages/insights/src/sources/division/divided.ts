import { availableParallelism } from 'node:os';
import type { Division } from '../../language/event.js';
import type { LogPath } from '../paths.js';
import type { ReadLogsOptions } from '../scan-file.js';
import { answerShare, type ShareAnswer } from './share.js';
import { LEAST_DIVIDED, sharesOf } from './shares.js';
import { type Result, Work } from './work.js';
import { startWorkers } from './workers.js';

/** Each takes 20 MB of memory (bench insights): with these a query stays below 128 MB. */
const MOST_THREADS = 3;

/**
 * Reads large files in several threads, this one among them. What the threads found is absorbed in the order of the
 * files, and the answer is that of one thread. False: one thread had better do it.
 */
export async function scanDivided(
  files: readonly LogPath[],
  options: ReadLogsOptions,
  division: Division,
): Promise<boolean> {
  const threads = Math.min(availableParallelism(), MOST_THREADS);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (threads === 1 || size < LEAST_DIVIDED || !files.every(({ isRegular }) => isRegular)) return false;
  const { order, signal } = division;
  const { format, log, onNote } = options;
  const work = new Work(await sharesOf(files, threads, options), ({ part, notes }: ShareAnswer) => {
    division.absorb(part);
    for (const note of notes) onNote?.(note);
  });
  const workers = await startWorkers(threads - 1, { order, options: { format, log } }, work);
  try {
    await work.until(signal, (share) => resultOf(answerShare(share, order, options, signal)));
  } finally {
    await workers.stop();
  }
  return true;
}

function resultOf(answer: Promise<ShareAnswer>): Promise<Result> {
  return answer.then(
    (found) => ({ answer: found }),
    (error: unknown) => ({ error }),
  );
}
