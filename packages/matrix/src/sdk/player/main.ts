import { type Cell, Clients } from './cell.js';
import { playContract } from './contract.js';
import { hasHandlerCache } from './handler-cache.js';
import type { CellResult, Order } from './played.js';
import { loadTree } from './sdk.js';
import { skipRetryDelays } from './timers.js';
import { playTraces } from './traces.js';

// Plays cells with the SDK of a folder, and prints a line of JSON for each.
const { folder, cells, services, scenarios } = JSON.parse(process.argv[2]!) as Order;
skipRetryDelays();
const tree = loadTree(folder);
const canCache = await hasHandlerCache(tree);
for (const cell of cells) console.log(JSON.stringify(await play(cell)));

async function play(cell: Cell): Promise<CellResult> {
  const clients = new Clients(tree, cell);
  if (!clients.exist || (cell.cache && !canCache)) return { cell };
  return {
    cell,
    traces: await playTraces(clients, scenarios),
    contract: await playContract(clients, services),
  };
}
