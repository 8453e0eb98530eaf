import { program } from '../program.js';
import { roundsOf } from '../rounds.js';
import { median, shuffled } from '../stats.js';
import type { Table } from '../table.js';

const VARIANTS: Readonly<Record<string, string>> = {
  bare: 'bare',
  'line and EMF': 'plain',
  'line and EMF, burst: 20': 'burst',
};

interface Result {
  readonly worst: number;
  readonly lines: number;
  readonly retries: number;
  readonly lost: number;
  readonly blank: number;
  readonly bytes: number;
}

/** A storm of retries while the reader of stdout reads on, and while it stands still for 10 s. */
export async function storm(): Promise<readonly Table[]> {
  const storm = await program('storm');
  const tables: Table[] = [];
  for (const stallMs of roundsOf(5) === 1 ? [100] : [0, 10_000]) {
    const results: Record<string, Result[]> = {};
    for (let round = 0; round < roundsOf(5); round++) {
      for (const [name, variant] of shuffled(Object.entries(VARIANTS))) {
        results[name] = [
          ...(results[name] ?? []),
          await storm.run<Result>({ args: [variant, `${stallMs}`] }),
        ];
      }
    }
    tables.push({
      title: `3,000 retries in 1,000 calls at once, a reader that ${stallMs === 0 ? 'reads on' : `stands still for ${stallMs / 1_000} s`}`,
      rows: Object.keys(VARIANTS).map((name) => rowOf(name, results[name]!)),
    });
  }
  storm.remove();
  return tables;
}

function rowOf(variant: string, results: readonly Result[]): Table['rows'][number] {
  const of = (name: keyof Result) => Math.round(median(results.map((result) => result[name])));
  return {
    variant,
    'worst delay of the event loop, ms': of('worst'),
    'lines of 3,000': of('lines'),
    'sum of Retries': of('retries'),
    lostLines: of('lost'),
    'blank lines': of('blank'),
    'bytes of documents a retry, beyond the first 20': of('bytes'),
  };
}
