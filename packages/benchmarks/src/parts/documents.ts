import { type Output, program } from '../program.js';
import type { Rounds } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

const JSON_FLOOR = 'JSON.stringify and process.stdout.write';

/** One retry as a document, by each writer, to each kind of descriptor. */
export async function documents(): Promise<readonly Table[]> {
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
  const template = median(cold.map((times) => times['template and process.stdout.write']!));
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
