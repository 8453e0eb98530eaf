import { type Node, nodes } from '../nodes.js';
import { type Program, program } from '../program.js';
import { roundsOf } from '../rounds.js';
import { estimate, median, shuffled } from '../stats.js';
import type { Table } from '../table.js';

const VARIANTS: Readonly<Record<string, string>> = {
  bare: 'bare',
  'needs-retry, nobody listens': 'silent',
  'needs-retry, line and EMF': 'written',
  'written by hand, line and EMF': 'byHand',
};

/** The memory of 10,000 calls in flight. */
export async function flight(): Promise<readonly Table[]> {
  const flight = await program('flight');
  const tables: Table[] = [];
  for (const node of nodes()) tables.push(await tableOf(flight, node));
  flight.remove();
  return tables;
}

async function tableOf(flight: Program, { name: node, binary }: Node): Promise<Table> {
  const rounds: Record<string, { kept: number; left: number }>[] = [];
  for (let round = 0; round < roundsOf(5); round++) {
    const results: (typeof rounds)[number] = {};
    for (const [name, variant] of shuffled(Object.entries(VARIANTS))) {
      results[name] = await flight.run({ node: binary, output: '/dev/null', args: [variant] });
    }
    rounds.push(results);
  }
  return {
    title: `Bytes per call of 10,000 \`GetItem\` in flight, ${node}, each variant in fresh processes`,
    rows: Object.keys(VARIANTS).map((name) => {
      const added = estimate(rounds.map((results) => results[name]!.kept - results.bare!.kept));
      return {
        variant: name,
        kept: Math.round(median(rounds.map((results) => results[name]!.kept))),
        added: Math.round(added.median),
        'added from': Math.round(added.low),
        'added to': Math.round(added.high),
        'left after': Math.round(median(rounds.map((results) => results[name]!.left))),
      };
    }),
  };
}
