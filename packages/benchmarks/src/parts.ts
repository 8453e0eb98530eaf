import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';
import { bundleSize } from './bundle-size.js';
import { type Output, program } from './program.js';
import type { Rounds } from './rounds.js';
import { estimate, median } from './stats.js';

/** A table of results, for people and as data. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** The parts of the benchmark by name. Each runs peers, floors and ours in turns. */
export const PARTS: Readonly<Record<string, () => Promise<readonly Table[]>>> = {
  frames,
  documents,
  response,
  size,
};

async function frames(): Promise<readonly Table[]> {
  const frames = await program('frames');
  const tables: Table[] = [];
  for (const runtime of availableRuntimes()) {
    const { times, memory } = await frames.run<FramesResult>({ node: nodeBinary(runtime) });
    const added = (name: string) => times[name]!.map((time, i) => time - times.bare![i]!);
    const floor = median(added('floor'));
    tables.push({
      title: `The frames alone, ${runtime.replace('nodejs', 'Node.js ').replace('.x', '')}: added to a call`,
      rows: Object.keys(times).map((name) => ({
        variant: name,
        ...spread(added(name)),
        '× floor': ratio(median(added(name)), floor),
        'bytes allocated': Math.round(memory[name]!.allocated - memory.bare!.allocated),
        'bytes kept in flight': Math.round(memory[name]!.kept - memory.bare!.kept),
        'left after': Math.round(memory[name]!.left - memory.bare!.left),
      })),
    });
  }
  frames.remove();
  return tables;
}

type FramesResult = {
  readonly times: Rounds;
  readonly memory: Readonly<Record<string, { allocated: number; kept: number; left: number }>>;
};

const JSON_FLOOR = 'JSON.stringify and process.stdout.write';

async function documents(): Promise<readonly Table[]> {
  const documents = await program('documents');
  const tables: Table[] = [];
  for (const output of ['/dev/null', 'pipe', 'file'] as readonly Output[]) {
    const { times } = await documents.run<{ times: Rounds }>({ output });
    const floor = median(times[JSON_FLOOR]!);
    tables.push({
      title: `One document of a retry, to ${output}`,
      rows: Object.entries(times).map(([name, values]) => ({
        writer: name,
        ...spread(values),
        '× JSON.stringify': ratio(median(values), floor),
      })),
    });
  }
  const names = Object.keys((await documents.run<{ times: Rounds }>({ output: '/dev/null' })).times);
  const cold: Record<string, number>[] = [];
  for (let round = 0; round < 11; round++) {
    const times: Record<string, number> = {};
    for (const name of names.filter((each) => each !== 'aws-embedded-metrics')) {
      const result = await documents.run<{ times: Rounds }>({ output: 'pipe', args: [name] });
      times[name] = result.times[name]![0]!;
    }
    cold.push(times);
  }
  const template = median(cold.map((times) => times['template and fs.writeSync']!));
  tables.push({
    title: 'Documents 2 to 21 of a fresh process, each, to a pipe',
    rows: Object.keys(cold[0]!).map((name) => {
      const values = cold.map((times) => times[name]!);
      return { writer: name, ...spread(values), '× template': ratio(median(values), template) };
    }),
  });
  documents.remove();
  return tables;
}

async function response(): Promise<readonly Table[]> {
  const response = await program('response');
  const { times } = await response.run<{ times: Rounds }>();
  response.remove();
  const added = (name: string) => times[name]!.map((time, i) => time - times.bare![i]!);
  return [
    {
      title: 'What `withRetryReport` adds to the response of an empty async handler',
      rows: Object.keys(times).map((name) => ({ variant: name, ...spread(added(name)) })),
    },
  ];
}

async function size(): Promise<readonly Table[]> {
  const { minified, gzipped, files } = await bundleSize();
  return [
    {
      title: 'Core and client-s3 in a bundle, minified',
      rows: [
        { file: `all, ${gzipped} gzipped`, bytes: minified },
        ...files.map(([file, bytes]) => ({ file, bytes })),
      ],
    },
  ];
}

function spread(values: readonly number[]): Record<string, number> {
  const { median: middle, low, high } = estimate(values);
  return { ns: Math.round(middle), 'ns from': Math.round(low), 'ns to': Math.round(high) };
}

function ratio(value: number, floor: number): number {
  return Math.round((value / floor) * 100) / 100;
}
