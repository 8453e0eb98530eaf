import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Work } from './work.js';
import type { WorkerOrder, WorkerReply } from './worker-messages.js';

/** Threads that answer shares, as long as there are any. One that cannot be started or ends gives its share back. */
export type Workers = { stop(): Promise<void> };

export async function startWorkers(count: number, order: WorkerOrder, work: Work): Promise<Workers> {
  const url = await workerUrl();
  const workers = url ? Array.from({ length: count }, () => startWorker(url, order, work)) : [];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Undefined: the code of a worker is not there, as in a bundle of one file. */
async function workerUrl(): Promise<URL | undefined> {
  try {
    const { WORKER_URL } = await import('./worker-url.js');
    return existsSync(WORKER_URL) ? WORKER_URL : undefined;
  } catch {
    return undefined;
  }
}

function startWorker(url: URL, order: WorkerOrder, work: Work): Worker {
  const worker = new Worker(url, { workerData: order, execArgv: [], resourceLimits: LIMITS });
  let taken: number | undefined;
  const giveBack = () => {
    if (taken !== undefined) work.giveBack(taken);
    taken = undefined;
  };
  worker.on('message', (reply: WorkerReply) => {
    if (reply === 'failed') {
      giveBack();
      return;
    }
    if (reply !== 'ready') work.put(taken!, { answer: reply });
    taken = work.take();
    if (taken !== undefined) worker.postMessage(work.share(taken));
  });
  // An exit follows.
  worker.on('error', () => {});
  worker.on('exit', giveBack);
  return worker;
}

/** A larger nursery takes more memory and no less time (bench insights). */
const LIMITS = { maxYoungGenerationSizeMb: 8 };
