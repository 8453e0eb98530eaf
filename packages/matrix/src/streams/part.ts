import { tableOf } from '../checks.js';
import type { Cell, Found, Part } from '../part.js';
import { isObserver, Player } from '../player.js';
import { installTree } from '../sdk/tree.js';
import { type SdkVersion, VERSIONS } from '../sdk/versions.js';
import { type Order, STREAMS } from './player/order.js';

export const streams: Part = {
  about:
    'versions of the AWS SDK: an answer whose reader aborts in the middle of it, or whose service hangs up',

  plays: isObserver,

  cells: ({ sample }) =>
    sample ? [] : VERSIONS.flatMap((version) => STREAMS.map((name) => cellOf(version, name))),

  table: (played) => tableOf('Passed of played: the reader aborts, the service hangs up', played),
};

const player = new Player<Order, Found>('streams/player/main.ts');

function cellOf(version: SdkVersion, service: Order['service']): Cell {
  return {
    row: `SDK ${version.name}`,
    column: service,
    ...(version.bestEffort && { bestEffort: true }),
    play: async () => player.play({ folder: await installTree(withStreams(version)), service }),
  };
}

/** With clients whose answers are streams. */
function withStreams(version: SdkVersion): SdkVersion {
  const { name, clients, streaming } = version;
  if (streaming === undefined) return version;
  return { ...version, name: `${name} streams`, clients: { s3: clients.s3!, ...streaming } };
}
