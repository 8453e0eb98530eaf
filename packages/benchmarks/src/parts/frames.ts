import { nodes } from '../nodes.js';
import { program } from '../program.js';
import { addedBy, type Rounds } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

export const OURS = ['ours, nobody listens', 'ours, a handler on every attempt'] as const;

/** Ours in a stack whose end answers at once, beside the observer written by hand. */
export async function frames(): Promise<readonly Table[]> {
  const frames = await program('frames');
  const tables: Table[] = [];
  for (const { name: node, binary } of nodes()) {
    const rows = new Map<string, Table['rows'][number]>();
    for (const ours of OURS) {
      const { times, memory } = await frames.run<FramesResult>({ node: binary, args: [ours] });
      const floor = median(addedBy(times, 'by hand'));
      for (const name of Object.keys(times)) {
        rows.set(name, {
          variant: name,
          ...spread(addedBy(times, name)),
          '× by hand': ratio(median(addedBy(times, name)), floor),
          'bytes allocated': Math.round(memory[name]!.allocated - memory.bare!.allocated),
          'bytes kept in flight': Math.round(memory[name]!.kept - memory.bare!.kept),
          'left after': Math.round(memory[name]!.left - memory.bare!.left),
        });
      }
    }
    tables.push({
      title: `The frames alone, ${node}: added to a call`,
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
