import { nodes } from '../nodes.js';
import { program } from '../program.js';
import { addedBy, type Rounds } from '../rounds.js';
import { median } from '../stats.js';
import { spread, type Table } from '../table.js';

/** What an observer adds to the resolving of a client's stack. */
export async function resolve(): Promise<readonly Table[]> {
  const resolve = await program('resolve');
  const tables: Table[] = [];
  for (const { name: node, binary } of nodes()) {
    const byCall = await resolve.run<Record<string, Rounds>>({ node: binary });
    for (const [call, times] of Object.entries(byCall)) {
      const bare = (median(times.bare!) / 1_000).toFixed(1);
      tables.push({
        title: `The stack of ${call}, ${node}: added to the ${bare} µs that it takes to resolve`,
        rows: Object.keys(times).map((name) => ({
          variant: name,
          ...spread(addedBy(times, name), 'µs'),
        })),
      });
    }
  }
  resolve.remove();
  return tables;
}
