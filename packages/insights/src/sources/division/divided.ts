import { availableParallelism } from 'node:os';
import type { Division } from '../../language/event.js';
import type { LogPath } from '../paths.js';
import type { ReadLogsOptions } from '../scan-file.js';
import { answerShare, type ShareAnswer } from './share.js';
import { LEAST_DIVIDED, sharesOf } from './shares.js';
import { type Result, Work } from './work.js';
import { startWorkers } from './workers.js';

/** With these a query stays below 128 MB (bench insights): a third would take 30 to 45 MB more. */
const MOST_THREADS = 2;

/** Of larger files, 5,000 groups in two threads take 139 MB, in one 79 MB (bench insights, 20,000,000 lines). */
const MOST_BYTES_IF_LARGE = 512 << 20;

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
  if (division.isLarge && size > MOST_BYTES_IF_LARGE) return false;
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
