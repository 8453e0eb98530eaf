import type { Table } from '@needs-retry/fixtures/markdown';
import type { PartResult } from '../part.js';
import type { CellResult, Played } from './player/played.js';
import { STRATEGIES, type Strategy } from './player/strategies.js';
import type { SdkVersion } from './versions.js';

/** What was played with a version of the SDK. */
export interface RowResult {
  readonly version: SdkVersion;
  /** Those that hold its retry code, and their versions. */
  readonly packages: readonly string[];
  readonly results: readonly CellResult[];
}

export function resultOf(rows: readonly RowResult[]): PartResult {
  const promised = rows.filter(({ version }) => version.bestEffort !== true);
  return {
    tables: [passedTable(rows), otherwiseTable(rows)].filter((table) => table.rows.length > 0),
    passed: promised
      .flatMap(({ results }) => results.flatMap(playsOf))
      .reduce((n, play) => n + passedOf(play), 0),
    failures: promised.flatMap(failuresOf),
  };
}

function failuresOf({ version, results }: RowResult): readonly string[] {
  return results.flatMap((result) =>
    playsOf(result).flatMap(({ failures }) =>
      failures.map((failure) => `SDK ${version.name}, ${nameOf(result)}: ${failure}`),
    ),
  );
}

const nameOf = ({ cell }: CellResult) => `${cell.strategy}${cell.cache ? ' with cacheMiddleware' : ''}`;

const playsOf = ({ traces, contract }: CellResult): readonly Played[] =>
  [traces, contract].filter((each) => each !== undefined);

const passedOf = ({ played, failures }: Played) => played - failures.length;

const COLUMNS: Readonly<Record<Strategy, string>> = {
  standard: 'standard',
  adaptive: 'adaptive',
  configured: '`ConfiguredRetryStrategy`',
  'custom V2': 'custom V2',
  'custom V1': 'custom V1',
};

function passedTable(rows: readonly RowResult[]): Table {
  return {
    title: 'Passed of played, by version, retry strategy and `cacheMiddleware`',
    rows: rows.flatMap(({ version, packages, results }) =>
      [false, true].map((cache) => ({
        'AWS SDK': version.bestEffort ? `${version.name} (best effort)` : version.name,
        'retry code': packages.join(', '),
        cacheMiddleware: cache ? 'on' : 'off',
        ...Object.fromEntries(
          STRATEGIES.map((strategy) => [
            COLUMNS[strategy],
            shownOf(results.find(({ cell }) => cell.cache === cache && cell.strategy === strategy)),
          ]),
        ),
      })),
    ),
  };
}

/** What this version does not have is a dash. */
function shownOf(result: CellResult | undefined): string {
  const plays = result === undefined ? [] : playsOf(result);
  if (plays.length === 0) return '–';
  const sum = (count: (play: Played) => number) => plays.reduce((n, play) => n + count(play), 0);
  return `${sum(passedOf)} of ${sum(({ played }) => played)}`;
}

function otherwiseTable(rows: readonly RowResult[]): Table {
  const said = rows.flatMap(({ version, results }) =>
    results.flatMap(({ cell, traces }) =>
      (traces?.otherwise ?? []).map((id) => ({ id, version: version.name, strategy: cell.strategy })),
    ),
  );
  const ids = [...new Set(said.map(({ id }) => id))].sort();
  return {
    title: 'Traces in which a version of the SDK does not do as botocore',
    rows: ids.map((id) => {
      const those = said.filter((each) => each.id === id);
      const listOf = (values: readonly string[]) => [...new Set(values)].join(', ');
      return {
        trace: `\`${id}\``,
        versions: listOf(those.map(({ version }) => version)),
        strategies: listOf(those.map(({ strategy }) => strategy)),
      };
    }),
  };
}
