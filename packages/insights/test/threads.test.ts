import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../bench/built.js';
import { type FileNote, readLogs, runQuery } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LARGE = join(folder, 'large.log');
const MEGABYTE = 1 << 20;
const QUERIES = [
  'stats count(*), sum(ms), avg(ms), min(ms), max(@timestamp), count_distinct(id), earliest(id), latest(id) by level',
  'stats count(*) as n by bin(1h), level | sort n desc | limit 3',
  'fields @timestamp, id, @logStream | sort @timestamp desc | limit 5',
  'filter level = "ERROR" | sort ms desc, @timestamp asc | display id, ms | limit 5',
  'fields id | dedup level | limit 2',
  'filter @message like "undated" | tail 3',
  // Not in parts: a percentile is not the sum of others, any rows will do, and these are many.
  'stats pct(ms, 90) by level',
  'fields id | limit any 1',
  'filter level = "ERROR" | display id',
];

/** Each query reads all files: most tests ask but these. */
const FEW = QUERIES.slice(0, 1);

/** The program and its worker, as the package is built: in Jest there is no worker, and all is done by one thread. */
const PROGRAM = join(folder, 'threads-program.mjs');
const WORKER = join(folder, 'needs-retry-worker.mjs');

beforeAll(() => {
  const lines: string[] = [];
  for (let id = 0; id < 40_000; id++) lines.push(...linesOf(id));
  writeFileSync(LARGE, lines.join('\n'));
  const sources = [join('test', 'support', 'threads-program.ts'), join('src', 'needs-retry-worker.ts')];
  build(
    sources.map((name) => join(__dirname, '..', name)),
    folder,
  );
});

/** A document of which some are out of order, and at times a line that does not say when it was written. */
function linesOf(id: number): string[] {
  const timestamp = new Date(Date.UTC(2026, 2, 1) + id * 1000 - (id % 7) * 3000).toISOString();
  const level = id % 10 === 0 ? 'ERROR' : 'INFO';
  const document = { timestamp, level, id, ms: (id % 1000) / 10, message: 'x'.repeat(1800) };
  return [JSON.stringify(document), ...(id % 3 === 0 ? [`undated ${id}`] : [])];
}

let ofLarge: Answers;
beforeAll(async () => {
  ofLarge = await answersOfOneThread([LARGE]);
});

test('several threads give the answer of one', () => {
  const { workers, answers } = answersOfProgram([LARGE]);

  expect(answers).toEqual(ofLarge);
  expect(workers > 0).toBe(availableParallelism() > 1);
});

test('many files are read in their order, whatever they are', async () => {
  const csv = join(folder, 'events.csv');
  const small = join(folder, 'small.log');
  writeFileSync(csv, `timestamp,message\n1772323200000,"{""level"":""CSV"",""ms"":1}"\n`);
  writeFileSync(small, 'what no one knows\n');
  const files = [small, LARGE, csv];

  const { answers } = answersOfProgram(files, FEW);

  expect(answers).toEqual(await answersOfOneThread(files, FEW));
});

test('a file that cannot be read is named, as by one thread', async () => {
  const zip = join(folder, 'logs.zip');
  writeFileSync(zip, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(17 * MEGABYTE)]));
  const files = [LARGE, zip];

  const { answers } = answersOfProgram(files, FEW);

  expect(answers).toEqual(await answersOfOneThread(files, FEW));
});

test.each([
  ['is not there', () => rmSync(WORKER)],
  ['cannot be started', () => writeFileSync(WORKER, 'throw new Error("No.");')],
  ['ends with a share in its hands', () => writeFileSync(WORKER, STOPS)],
])('a worker that %s leaves the work to the others', (_, spoil) => {
  spoil();

  const { answers } = answersOfProgram([LARGE], FEW);

  expect(answers).toEqual(ofLarge.slice(0, FEW.length));
});

const STOPS = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', () => process.exit(1));
parentPort.postMessage('ready');`;

type Answers = readonly unknown[];

async function answersOfOneThread(files: readonly string[], queries = QUERIES): Promise<Answers> {
  const answers: unknown[] = [];
  for (const query of queries) {
    const notes: FileNote[] = [];
    const answer = runQuery(query, readLogs(files, { onNote: (note) => notes.push(note) }));
    const found = await answer.then(
      (each) => ({ answer: each, notes }),
      (error: Error) => ({ error: error.message, notes }),
    );
    answers.push(JSON.parse(JSON.stringify(found)));
  }
  return answers;
}

function answersOfProgram(
  files: readonly string[],
  queries = QUERIES,
): { readonly workers: number; readonly answers: Answers } {
  const args = [PROGRAM, JSON.stringify(queries), ...files];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * MEGABYTE }));
}
