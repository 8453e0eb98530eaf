import { startUnreliableServices } from '@needs-retry/fixtures';
import { type FaultRates, type FaultScript, seededFaults, type Tally } from '@needs-retry/testing';
import { withCauses } from './causes.js';
import { buildFunction, type Environments, type LogEvent } from './environments.js';
import type { Progress } from './progress.js';
import { inBatches, openShop, type Shop } from './shop.js';

export type Run = {
  readonly orders: number;
  readonly failedOrders: number;
  /** What reached the servers, per operation. */
  readonly seen: readonly Tally[];
  /** By time. */
  readonly log: readonly LogEvent[];
};

export type RunOptions = {
  /** The handler that writes receipts, and the one that archives orders. */
  readonly handlerFile: string;
  readonly archiveFile: string;
  readonly seed: string;
  /** AWS calls to make, at least. */
  readonly calls: number;
  readonly progress: Progress;
};

const RATES: FaultRates = {
  throttling: 0.12,
  'internal-error': 0.04,
  unavailable: 0.04,
  reset: 0.05,
  slow: 0.05,
};
const SLOW_MS = 400;

const CALLS_PER_ORDER = 4;
const ORDERS_PER_EVENT = 10;

/** Sends orders to the function until it has made as many calls as wanted, then has the last ones archived. */
export async function run({ handlerFile, archiveFile, seed, calls, progress }: RunOptions): Promise<Run> {
  progress.stage('Starting S3, DynamoDB and the fault proxy');
  const faults = withCauses(seededFaults(seed, RATES, SLOW_MS));
  const counted = countedCalls(faults, (count) => progress.calls(count, calls));
  const proxy = await startUnreliableServices({ script: counted.script });
  try {
    const shop = await openShop(proxy.behind);
    progress.stage('Building the functions');
    const receipts = await buildFunction({ name: 'receipts', source: handlerFile, timeoutMs: 60_000 }, proxy);
    const archive = await buildFunction({ name: 'archive', source: archiveFile, timeoutMs: 2_000 }, proxy);
    progress.stage(`Making ${calls} calls`);
    const orders = await sendOrders(shop, receipts, () => calls - counted.count());
    progress.stage('Archiving orders, until the function times out');
    await archiveOrders(shop, archive);
    return { ...orders, seen: proxy.tally(), log: byTime([...receipts.log(), ...archive.log()]) };
  } finally {
    await proxy.stop();
  }
}

async function archiveOrders(shop: Shop, archive: Environments): Promise<void> {
  try {
    await archive.invokeUntilTimeout({ orderIds: await shop.order(ORDERS_PER_EVENT) });
  } finally {
    await archive.stop();
  }
}

function byTime(log: readonly LogEvent[]): LogEvent[] {
  return log.toSorted((a, b) => a.timestamp - b.timestamp);
}

async function sendOrders(shop: Shop, environments: Environments, missingCalls: () => number) {
  let orders = 0;
  let failedOrders = 0;
  try {
    // An order that fails on its way makes fewer calls, and more orders make up for it.
    while (missingCalls() > 0) {
      const orderIds = await shop.order(Math.ceil(missingCalls() / CALLS_PER_ORDER));
      const events = inBatches(orderIds, ORDERS_PER_EVENT).map((batch) => ({ orderIds: batch }));
      const results = (await environments.invokeAll(events)) as { failed: string[] }[];
      orders += orderIds.length;
      failedOrders += results.flatMap(({ failed }) => failed).length;
    }
    return { orders, failedOrders };
  } finally {
    await environments.stop();
  }
}

function countedCalls(faults: FaultScript, onCount: (count: number) => void) {
  let count = 0;
  const script: FaultScript = (request) => {
    if (request.attempt === 1) onCount(++count);
    return faults(request);
  };
  return { script, count: () => count };
}
