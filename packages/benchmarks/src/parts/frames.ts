import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';
import { program } from '../program.js';
import type { Rounds } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

export const OURS = ['ours, nobody listens', 'ours, a handler on every attempt'] as const;

/** Our middlewares in a stack of their own, beside the floor of what they do. */
export async function frames(): Promise<readonly Table[]> {
  const frames = await program('frames');
  const tables: Table[] = [];
  for (const runtime of availableRuntimes()) {
    const rows = new Map<string, Table['rows'][number]>();
    for (const ours of OURS) {
      const { times, memory } = await frames.run<FramesResult>({ node: nodeBinary(runtime), args: [ours] });
      const added = (name: string) => times[name]!.map((time, i) => time - times.bare![i]!);
      const floor = median(added('floor'));
      for (const name of Object.keys(times)) {
        rows.set(name, {
          variant: name,
          ...spread(added(name)),
          '× floor': ratio(median(added(name)), floor),
          'bytes allocated': Math.round(memory[name]!.allocated - memory.bare!.allocated),
          'bytes kept in flight': Math.round(memory[name]!.kept - memory.bare!.kept),
          'left after': Math.round(memory[name]!.left - memory.bare!.left),
        });
      }
    }
    tables.push({
      title: `The frames alone, ${runtime.replace('nodejs', 'Node.js ').replace('.x', '')}: added to a call`,
      rows: [...rows.values()],
    });
  }
  frames.remove();
  return tables;
}

export type FramesResult = {
  readonly times: Rounds;
  readonly memory: Readonly<Record<string, { allocated: number; kept: number; left: number }>>;
};
