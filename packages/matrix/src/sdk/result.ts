import type { Table } from '@needs-retry/fixtures/markdown';
import { commitsOf } from '../checks.js';
import { shownOf } from '../found.js';
import type { Found, PlayedCell } from '../part.js';
import type { CellResult } from './player/played.js';
import { STRATEGIES, type Strategy } from './player/strategies.js';
import { type SdkVersion, VERSIONS } from './versions.js';

/** What was played with a version of the SDK in one way. */
export interface SdkFound extends Found {
  /** Those that hold its retry code, and their versions. */
  readonly packages?: readonly string[];
  /** The traces in which it makes other attempts, or throws other errors, than boto3. */
  readonly otherwise?: readonly string[];
}

export function foundOf({ traces, contract }: CellResult, packages: readonly string[]): SdkFound {
  const plays = [traces, contract].filter((each) => each !== undefined);
  return {
    played: plays.reduce((n, { played }) => n + played, 0),
    failures: plays.flatMap(({ failures }) => failures),
    packages,
    otherwise: traces?.otherwise ?? [],
  };
}

export function rowOf({ name }: SdkVersion, cache: boolean): string {
  return `SDK ${name}${cache ? ' with cacheMiddleware' : ''}`;
}

const COLUMNS: Readonly<Record<Strategy, string>> = {
  standard: 'standard',
  adaptive: 'adaptive',
  configured: '`ConfiguredRetryStrategy`',
  'custom V2': 'custom V2',
  'custom V1': 'custom V1',
};

export function sdkTable(played: readonly PlayedCell<SdkFound>[]): Table {
  const rows = VERSIONS.flatMap((version) => [false, true].map((cache) => ({ version, cache })));
  return {
    title: 'Passed of played, by version, retry strategy and `cacheMiddleware`',
    rows: rows.flatMap(({ version, cache }) => {
      const cells = played.filter(({ row }) => row === rowOf(version, cache));
      if (cells.length === 0) return [];
      return {
        'AWS SDK': version.bestEffort ? `${version.name} (best effort)` : version.name,
        'retry code': packagesOf(cells).join(', '),
        cacheMiddleware: cache ? 'on' : 'off',
        ...Object.fromEntries(
          STRATEGIES.map((strategy) => [
            COLUMNS[strategy],
            shownOf(cells.find(({ column }) => column === strategy)?.found),
          ]),
        ),
        commit: commitsOf(cells),
      };
    }),
  };
}

function packagesOf(cells: readonly PlayedCell<SdkFound>[]): readonly string[] {
  return cells.find(({ found }) => found.packages !== undefined)?.found.packages ?? [];
}

export function otherwiseTable(played: readonly PlayedCell<SdkFound>[]): Table {
  const said = played.flatMap(({ row, column, found }) =>
    (found.otherwise ?? []).map((id) => ({ id, row, column })),
  );
  const ids = [...new Set(said.map(({ id }) => id))].sort();
  return {
    title: 'Traces in which a version of the SDK does not do as botocore',
    rows: ids.map((id) => {
      const those = said.filter((each) => each.id === id);
      const listOf = (values: readonly string[]) => [...new Set(values)].join(', ');
      return {
        trace: `\`${id}\``,
        versions: listOf(those.map(({ row }) => row)),
        strategies: listOf(those.map(({ column }) => column)),
      };
    }),
  };
}
