import type { Cell, Part } from '../part.js';
import { isObserver, Player } from '../player.js';
import type { Cell as Usage } from './player/cell.js';
import type { CellResult, Order } from './player/played.js';
import { STRATEGIES } from './player/strategies.js';
import { foundOf, otherwiseTable, rowOf, type SdkFound, sdkTable } from './result.js';
import { installTree, retryPackagesOf } from './tree.js';
import { type SdkVersion, VERSIONS } from './versions.js';

export const sdk: Part<SdkFound> = {
  about:
    'versions of the AWS SDK: the contract of adapters and the traces of botocore, by strategy and cache',

  plays: isObserver,

  cells({ sample }) {
    if (sample) return SAMPLE.usages.map((usage) => cellOf(SAMPLE.version, usage, SAMPLE.plays));
    return VERSIONS.flatMap((version) => USAGES.map((usage) => cellOf(version, usage)));
  },

  table: sdkTable,

  remarks: (played) => [otherwiseTable(played)],
};

const USAGES: readonly Usage[] = [false, true].flatMap((cache) =>
  STRATEGIES.map((strategy) => ({ strategy, cache })),
);

/** The oldest that is promised, in two ways; the tests play the newest. */
const SAMPLE = {
  version: { name: '3.363', clients: { s3: '3.363.0', dynamodb: '3.363.0', sqs: '3.363.0' } },
  usages: USAGES.filter(({ strategy, cache }) => !cache && /standard|V1/.test(strategy)),
  plays: {
    services: ['sqs'],
    scenarios: ['s3-ListBuckets-SlowDown503-x2-ok', 'mixed-dynamodb-five-kinds', 'parallel-s3-gets'],
  },
} as const;

const player = new Player<Order, CellResult>('sdk/player/main.ts');

function cellOf(
  version: SdkVersion,
  usage: Usage,
  plays: Pick<Order, 'services' | 'scenarios'> = {},
): Cell<SdkFound> {
  return {
    row: rowOf(version, usage.cache),
    column: usage.strategy,
    ...(version.bestEffort && { bestEffort: true }),
    async play() {
      const folder = await installTree(version);
      return foundOf(await player.play({ folder, cell: usage, ...plays }), retryPackagesOf(folder));
    },
  };
}
