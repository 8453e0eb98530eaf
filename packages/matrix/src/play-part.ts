import { join } from 'node:path';
import { markdown, type Table, writeIntoPage } from '@needs-retry/fixtures/markdown';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { publicPackages, repositoryRoot } from '@needs-retry/packing';
import { commitOf } from './commit.js';
import { passedOf, shownOf } from './found.js';
import type { Cell, PlayedCell } from './part.js';
import { PARTS } from './parts.js';
import { playCells } from './play.js';
import { Results } from './results.js';

export interface Settings {
  readonly sample: boolean;
  readonly only: string;
  readonly jobs: number;
  readonly resume: boolean;
  readonly docs: boolean;
}

/** Resolves with what failed, in words. */
export async function playPart(name: string, settings: Settings): Promise<readonly string[]> {
  const since = performance.now();
  const part = PARTS[name]!;
  const cells = part.cells(settings);
  const root = repositoryRoot();
  const commit = commitOf(
    publicPackages(root).filter(({ manifest }) => part.plays?.(manifest.name) ?? true),
    root,
  );
  const results = new Results(join(packageDirectory('matrix'), 'results', `${name}.jsonl`), cells);
  const isLeftOut = ({ row, column }: Cell) =>
    !`${row}, ${column}`.includes(settings.only) ||
    (settings.resume && results.havePassed({ row, column, commit }));
  const played = await playCells(
    cells.filter((cell) => !isLeftOut(cell)),
    {
      jobs: settings.jobs,
      commit,
      onPlayed(cell, ms) {
        console.error(`${cell.row}, ${cell.column}: ${shownOf(cell.found)} ${Math.round(ms)} ms`);
        if (settings.docs) results.keep(cell);
      },
    },
  );
  if (settings.docs) writeTable(name, part.table(results.read()));
  const tables = settings.docs || settings.sample ? [] : [part.table(played)];
  printTables([...tables, ...(part.remarks?.(played) ?? [])]);
  const { passed, failures, bestEffort } = summaryOf(cells, played);
  for (const each of bestEffort) console.error(`best effort: ${each}`);
  const seconds = Math.round((performance.now() - since) / 1000);
  console.log(`${name}: ${passed} passed, ${failures.length} failed, ${seconds} s`);
  return failures;
}

/** Those that are best effort fail nothing. */
function summaryOf(cells: readonly Cell[], played: readonly PlayedCell[]) {
  const isBestEffort = ({ row, column }: PlayedCell) =>
    cells.some((cell) => cell.row === row && cell.column === column && cell.bestEffort);
  const failuresOf = (those: readonly PlayedCell[]) =>
    those.flatMap(({ row, column, found }) => found.failures.map((each) => `${row}, ${column}: ${each}`));
  return {
    passed: played.reduce((n, { found }) => n + passedOf(found), 0),
    failures: failuresOf(played.filter((each) => !isBestEffort(each))),
    bestEffort: failuresOf(played.filter(isBestEffort)),
  };
}

function writeTable(name: string, table: Table): void {
  if (table.rows.length === 0) return;
  writeIntoPage(join(repositoryRoot(), 'docs', 'compatibility.md'), `matrix:${name}`, markdown(table));
}

function printTables(tables: readonly Table[]): void {
  for (const table of tables.filter(({ rows }) => rows.length > 0)) console.log(`${markdown(table)}\n`);
}
