import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type LogEvent, type QueryResult, readLogs, runQuery } from '../src/index.js';
import { readInParts } from './support/parts.js';
import { type Answer, reference } from './support/reference/evaluate.js';
import { printed } from './support/reference/model.js';
import { eventsOf, pairs } from './support/reference/pairs.js';

/*
 * Random queries over random logs, answered by the package and by an evaluator that shares nothing with it.
 * DIFFERENTIAL_PAIRS says how many (half of them from arrays, half from files, and these also in parts as threads read
 * them), DIFFERENTIAL_SEED which: the gate plays the same each time, the night others.
 */
const numRuns = Math.ceil(Number(process.env.DIFFERENTIAL_PAIRS ?? 600) / 2);
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const timeout = Math.max(60_000, numRuns * 60);
const NOON = new Date('2026-03-01T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  process.stdout.write(`differential test: ${2 * numRuns} pairs, DIFFERENTIAL_SEED=${seed}\n`);
});

test(
  'events of an array',
  async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        const events = eventsOf(pair);
        const query = printed(pair.model);

        const answer = await runQuery(query, events);

        expectSame(answer, reference(pair.model, events), query);
      }),
      { numRuns, seed },
    );
  },
  timeout,
);

test(
  'events of a file, of which only what can match is looked at',
  async () => {
    const path = join(folder, 'pair.log');
    await fc.assert(
      fc.asyncProperty(pairs, async (pair) => {
        writeFileSync(path, pair.messages.map((message) => `${message}\n`).join(''));
        // Lines without a time are as old as the file.
        utimesSync(path, NOON, NOON);
        const events: LogEvent[] = [];
        for await (const event of readLogs(path, { format: 'lines' })) events.push(event);
        const query = printed(pair.model);

        const answer = await runQuery(query, readLogs(path, { format: 'lines' }));
        const inParts = await runQuery(query, readInParts(path, { format: 'lines' }));

        expectSame(answer, reference(pair.model, events), query);
        expect(inParts).toEqual(answer);
      }),
      { numRuns, seed: seed + 1 },
    );
  },
  timeout,
);

function expectSame({ columns, rows }: QueryResult, expected: Answer, query: string): void {
  const found = rows.map((row, index) =>
    row.map(({ field, value }, place) => rounded([field, value], expected.rows[index]?.[place])),
  );
  try {
    expect({ columns, rows: found }).toEqual(expected);
  } catch (error) {
    throw new Error(`${query}\n${(error as Error).message}`);
  }
}

/** Sums and means may differ in their last digits, which depend on the order of adding. */
function rounded(
  [field, value]: string[],
  expected: readonly [string, string] | undefined,
): readonly string[] {
  if (expected === undefined || expected[0] !== field) return [field!, value!];
  const [a, b] = [Number(value), Number(expected[1])];
  const isClose = value !== '' && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  return isClose ? expected : [field!, value!];
}
