import { PerformanceObserver } from 'node:perf_hooks';
import type { Variant } from './rounds.js';

/** Arguments of a Node.js whose young heap is larger than what a batch allocates. It changes times, not bytes. */
export const LARGE_YOUNG_HEAP = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/**
 * The bytes that each of `count` pieces of work allocates: the heap's growth while the collector does not run.
 *
 * @throws if it runs: use a process with `LARGE_YOUNG_HEAP`
 */
export async function allocatedBy(variant: Variant, count: number): Promise<number> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc?.();
  observer.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  await variant(count);
  const grown = process.memoryUsage().heapUsed - before;
  // What is told of the collector comes later.
  await new Promise((resolve) => setTimeout(resolve, 1));
  observer.disconnect();
  if (collections > 0) throw new Error('The collector ran: the batch is too large.');
  return grown / count;
}
