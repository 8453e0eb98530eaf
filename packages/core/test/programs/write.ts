import { closeSync, readFileSync, writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { createRetryObserver, emfSink, lineSink } from '../../src/index.js';

/** What the program does: it reports `retries` and ends. */
export interface Task {
  readonly retries: number;
  /** Pads each document, in characters. */
  readonly padding?: number;
  readonly maxWaitMs?: number;
  readonly backlogBytes?: number;
  /** Writes each document so often, as several sinks do. @defaultValue 1 */
  readonly documents?: number;
  /** Makes descriptor 1 non-blocking, as a logger does. */
  readonly touchesStdout?: boolean;
  /** Writes lines of its own between the retries, through `process.stdout`. */
  readonly writes?: boolean;
  readonly threads?: number;
  readonly closesStdout?: boolean;
  /** Reports this many more retries after a pause, in which the reader may go on. */
  readonly later?: number;
  readonly end?: 'exit' | 'kill';
}

const task: Task = isMainThread ? JSON.parse(process.argv[2] ?? '{}') : workerData;
void main();

async function main(): Promise<void> {
  if (task.touchesStdout) void process.stdout.writableLength;
  if (task.closesStdout) closeSync(1);
  if (isMainThread && task.threads !== undefined) return runThreads(task.threads);

  const { maxWaitMs, backlogBytes } = task;
  const options = {
    ...(maxWaitMs !== undefined && { maxWaitMs }),
    ...(backlogBytes !== undefined && { backlogBytes }),
  };
  const documents = Array.from({ length: task.documents ?? 1 }, () => emfSink(options));
  const observer = createRetryObserver({ sinks: [lineSink(options), ...documents] });
  const report = (n: number) => {
    observer.emit(retryEvent({ properties: { n, ...padding() } }));
    if (task.writes) process.stdout.write(`application ${n} ${'.'.repeat(3_000)}\n`);
  };

  const since = performance.now();
  for (let n = 0; n < task.retries; n++) report(n);
  const took = performance.now() - since;
  if (task.later !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    for (let n = 0; n < task.later; n++) report(task.retries + n);
  }
  writeSync(2, `${JSON.stringify({ took, flags: flagsOfStdout() })}\n`);
  if (task.end === 'kill') process.kill(process.pid, 'SIGKILL');
  if (task.end === 'exit') process.exit(0);
}

async function runThreads(count: number): Promise<void> {
  const { threads, ...ofThread } = task;
  const workers = Array.from({ length: count }, () => new Worker(process.argv[1]!, { workerData: ofThread }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
}

function flagsOfStdout(): string {
  try {
    return /flags:\s*(\d+)/.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '';
  } catch {
    return 'closed';
  }
}

function padding(): Record<string, string> {
  const parts = Math.ceil((task.padding ?? 0) / 250);
  return Object.fromEntries(Array.from({ length: parts }, (_, i) => [`p${i}`, 'x'.repeat(250)]));
}
