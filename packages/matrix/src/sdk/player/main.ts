import { Clients } from './cell.js';
import { playContract } from './contract.js';
import { hasHandlerCache } from './handler-cache.js';
import type { CellResult, Order } from './played.js';
import { loadTree } from './sdk.js';
import { skipRetryDelays } from './timers.js';
import { playTraces } from './traces.js';

// Plays a cell with the SDK of a folder, and prints as JSON what it found.
skipRetryDelays();
console.log(JSON.stringify(await play(JSON.parse(process.argv[2]!) as Order)));

async function play({ folder, cell, services, scenarios }: Order): Promise<CellResult> {
  const tree = loadTree(folder);
  const clients = new Clients(tree, cell);
  if (!clients.exist || (cell.cache && !(await hasHandlerCache(tree)))) return {};
  return {
    traces: await playTraces(clients, scenarios),
    contract: await playContract(clients, services),
  };
}
