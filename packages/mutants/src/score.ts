import type { MutantResult } from '@stryker-mutator/api/core';
import type { Equivalent } from './equivalent.js';

/** What became of the mutants of a shard. */
export interface Score {
  /** Those that are not equivalent. */
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  /** What no test noticed. */
  readonly survivors: readonly Survivor[];
}

/** Where a mutant is, and what it changed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly was: string;
  readonly became: string;
}

/** @param sourceOf gives the text of a file */
export function scoreOf(
  results: readonly MutantResult[],
  sourceOf: (file: string) => string,
  equivalent: readonly Equivalent[],
): Score {
  const killed = results.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  // A mutant that ended the process was not found by a test either.
  const left = results
    .filter(({ status }) => status !== 'Killed' && status !== 'Timeout' && status !== 'Ignored')
    .map((mutant) => survivorOf(mutant, sourceOf));
  const survivors = left.filter(
    (each) =>
      !equivalent.some(
        ({ file, was, became }) => each.file === file && each.was === was && each.became === became,
      ),
  );
  return {
    mutants: killed + survivors.length,
    killed,
    equivalent: left.length - survivors.length,
    survivors,
  };
}

/** The part that is killed; all of nothing. */
export function partKilled({ mutants, killed }: Score): number {
  return mutants === 0 ? 1 : killed / mutants;
}

function survivorOf(
  { fileName, location, replacement = '' }: MutantResult,
  sourceOf: (file: string) => string,
): Survivor {
  // Lines and columns count from 1.
  const { start, end } = location;
  const lines = sourceOf(fileName)
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last]!.slice(0, end.column - 1);
  lines[0] = lines[0]!.slice(start.column - 1);
  return {
    file: fileName.slice(fileName.indexOf('packages/')),
    line: start.line,
    was: onOneLine(lines.join('\n')),
    became: onOneLine(replacement),
  };
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
