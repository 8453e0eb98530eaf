import { type Output, type Program, program } from '../program.js';
import { type Rounds, roundsOf } from '../rounds.js';
import { median, shuffled } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

const JSON_FLOOR = 'JSON.stringify and process.stdout.write';
const TEMPLATE = 'template and process.stdout.write';
const FLOORS = ['the write alone', 'template and fs.writeSync', TEMPLATE, JSON_FLOOR];
export const OURS = ['needs-retry, the document', 'needs-retry, the line'];
const PEERS = ['Powertools Metrics', 'aws-embedded-metrics'];

type DocumentTimes = { readonly times: Rounds };

/** One retry as a document, by each writer, to each kind of descriptor. */
export async function documents(): Promise<readonly Table[]> {
  const documents = await program('documents');
  const tables: Table[] = [];
  for (const output of ['/dev/null', 'pipe', 'file'] as readonly Output[]) {
    tables.push(await toOutput(documents, output));
  }
  tables.push(await inFreshProcesses(documents));
  documents.remove();
  return tables;
}

/** Each writer is beside the floors in a process of its own: users have one, and code is compiled for all who use it. */
async function toOutput(documents: Program, output: Output): Promise<Table> {
  const rows: Table['rows'][number][] = [];
  for (const name of [...OURS, ...PEERS]) {
    const { times } = await documents.run<DocumentTimes>({ output, args: [name] });
    const floor = median(times[JSON_FLOOR]!);
    for (const each of rows.length === 0 ? Object.keys(times) : [name]) {
      const values = times[each]!;
      rows.push({ writer: each, ...spread(values), '× JSON.stringify': ratio(median(values), floor) });
    }
  }
  return { title: `One document of a retry, to ${output}`, rows };
}

async function inFreshProcesses(documents: Program): Promise<Table> {
  // aws-embedded-metrics is asynchronous: its first documents cannot be timed so.
  const names = [...FLOORS, ...OURS, 'Powertools Metrics'];
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < roundsOf(21); round++) {
    for (const name of shuffled(names)) {
      const result = await documents.run<DocumentTimes>({ output: 'pipe', args: [name, 'cold'] });
      times[name]!.push(result.times[name]![0]!);
    }
  }
  const template = median(times[TEMPLATE]!);
  return {
    title: 'Documents 2 to 21 of a fresh process, each, to a pipe',
    rows: names.map((name) => ({
      writer: name,
      ...spread(times[name]!),
      '× template': ratio(median(times[name]!), template),
    })),
  };
}
