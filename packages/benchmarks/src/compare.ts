import { bundleSize } from './bundle-size.js';
import { OURS as WRITERS } from './parts/documents.js';
import { OURS as FRAMES, type FramesResult } from './parts/frames.js';
import { type Program, program, type RunOptions } from './program.js';
import { addedBy, type Rounds, roundsOf } from './rounds.js';
import { estimate, median, shuffled } from './stats.js';
import { ratio, type Table } from './table.js';
import { HERE, type Tree, treeOf } from './tree.js';

/** What one version takes, by name with its unit: the less the better. */
type Values = Readonly<Record<string, number>>;

interface Comparison {
  /** How often each version is measured, in turns: once where the values are exact. */
  readonly rounds: number;
  /** Prepares a version; what it gives measures it once, and cleans up after it. */
  prepare(tree: Tree): Promise<{ measure(): Promise<Values>; remove(): void }>;
}

/** The parts that can compare two versions. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  frames: {
    rounds: 9,
    prepare: (tree) =>
      prepared('frames', tree, async (frames) => {
        const values: Record<string, number> = {};
        for (const name of FRAMES) {
          const { times, memory } = await frames.run<FramesResult>({ args: [name], rounds: 100 });
          values[`${name}: added, ns`] = median(addedBy(times, name));
          values[`${name}: allocated, bytes`] = memory[name]!.allocated - memory.bare!.allocated;
          values[`${name}: kept in flight, bytes`] = memory[name]!.kept - memory.bare!.kept;
        }
        return values;
      }),
  },
  documents: {
    rounds: 7,
    prepare: (tree) =>
      prepared('documents', tree, async (documents) => {
        const values: Record<string, number> = {};
        for (const output of ['/dev/null', 'pipe', 'file'] as const) {
          for (const name of WRITERS) {
            const { times } = await documents.run<{ times: Rounds }>({ output, args: [name], rounds: 60 });
            values[`${name}, to ${output}, ns`] = median(times[name]!);
          }
        }
        return values;
      }),
  },
  calls: {
    rounds: 7,
    prepare: (tree) =>
      prepared('calls', tree, async (calls) => {
        const values: Record<string, number> = {};
        for (const name of ['needs-retry, nobody listens', 'needs-retry, line and EMF']) {
          const options: RunOptions = { output: '/dev/null', args: ['time', name], rounds: 60 };
          for (const [call, times] of Object.entries(await calls.run<Record<string, Rounds>>(options))) {
            values[`${call}: ${name}: added, ns`] = median(addedBy(times, name));
          }
        }
        return values;
      }),
  },
  response: {
    rounds: 9,
    prepare: (tree) =>
      prepared('response', tree, async (response) => {
        const { times } = await response.run<{ times: Rounds }>({ rounds: 100 });
        const names = ['withRetryReport', 'withRetryReport, summary'];
        return Object.fromEntries(names.map((name) => [`${name}: added, ns`, median(addedBy(times, name))]));
      }),
  },
  size: {
    rounds: 1,
    prepare: async (tree) => ({
      async measure() {
        const values: Record<string, number> = {};
        for (const adapter of ['client-s3', 'client-dynamodb'] as const) {
          const { minified, gzipped } = await bundleSize(adapter, tree);
          values[`core and ${adapter}: minified, bytes`] = minified;
          values[`core and ${adapter}: gzipped, bytes`] = gzipped;
        }
        return values;
      },
      remove() {},
    }),
  },
};

/**
 * Measures this version and another in turns, with the programs of this one.
 *
 * @param parts names of `COMPARISONS`
 * @throws WrongUse where `ref` is no commit
 */
export async function compare(ref: string, parts: readonly string[]): Promise<readonly Table[]> {
  const there = await treeOf(ref);
  try {
    const tables: Table[] = [];
    for (const part of parts) {
      console.error(`Comparing ${part} …`);
      tables.push(await comparePart(part, ref, there));
    }
    return tables;
  } finally {
    there.remove();
  }
}

async function comparePart(part: string, ref: string, there: Tree): Promise<Table> {
  const { rounds, prepare } = COMPARISONS[part]!;
  const versions = [await prepare(HERE), await prepare(there)];
  const measured: [these: Values[], those: Values[]] = [[], []];
  try {
    for (let round = 0; round < roundsOf(rounds); round++) {
      for (const version of shuffled([0, 1] as const)) {
        measured[version].push(await versions[version]!.measure());
      }
    }
  } finally {
    for (const version of versions) version.remove();
  }
  const [these, those] = measured;
  return {
    title: `${part}: this version and ${ref}`,
    rows: Object.keys(these[0]!).map((what) => {
      const ratios = these.map((values, i) => values[what]! / those[i]![what]!);
      const { median: middle, low, high } = estimate(ratios);
      const [here, other] = [these, those].map((all) =>
        Math.round(median(all.map((values) => values[what]!))),
      );
      return {
        what,
        this: here!,
        [ref]: other!,
        ratio: ratio(middle, 1),
        'ratio from': ratio(low, 1),
        'ratio to': ratio(high, 1),
      };
    }),
  };
}

async function prepared(name: string, tree: Tree, measure: (program: Program) => Promise<Values>) {
  const made = await program(name, { tree });
  return { measure: () => measure(made), remove: () => made.remove() };
}
