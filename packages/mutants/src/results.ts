import { readFileSync, writeFileSync } from 'node:fs';
import type { MutantResult, schema } from '@stryker-mutator/api/core';

/** A mutant as results are kept, with its file. */
interface Kept extends Pick<MutantResult, 'fileName' | 'location' | 'status'> {
  readonly replacement?: string | undefined;
}

/** Those of a file that Stryker kept. */
export function readResults(file: string): readonly MutantResult[] {
  return Object.entries(read(file).files).flatMap(([fileName, { mutants }]) =>
    mutants.map((each) => ({ ...each, fileName }) as MutantResult),
  );
}

/** Gives the mutants of `again` their new status in a file that Stryker kept. */
export function updateResults(file: string, again: readonly Kept[]): void {
  const report = read(file);
  const statuses = new Map(again.map((each) => [keyOf(each), each.status]));
  for (const [fileName, { mutants }] of Object.entries(report.files)) {
    for (const each of mutants) {
      if (isKilled(each)) continue;
      each.status = statuses.get(keyOf({ ...each, fileName })) ?? each.status;
    }
  }
  writeFileSync(file, JSON.stringify(report));
}

export function isKilled({ status }: Pick<Kept, 'status'>): boolean {
  return status === 'Killed' || status === 'Timeout';
}

/** The same for a mutant in every run, as long as its file does not change. */
export function keyOf({
  fileName,
  location,
  replacement,
}: Pick<Kept, 'fileName' | 'location' | 'replacement'>) {
  return JSON.stringify([fileName.slice(fileName.indexOf('packages/')), location, replacement]);
}

/** A mutant's place, as Stryker takes it: lines count from 1, columns from 0. */
export function rangeOf({ fileName, location: { start, end } }: Pick<Kept, 'fileName' | 'location'>): string {
  return `${fileName}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;
}

function read(file: string): schema.MutationTestResult {
  return JSON.parse(readFileSync(file, 'utf8'));
}
