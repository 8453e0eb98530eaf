import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type QueryResult,
  QuerySyntaxError,
  readLogs,
  runQuery,
  UnsupportedCommandError,
} from '../src/index.js';
import { garbage, lines, queries } from './support/arbitraries.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const log = fc.array(lines, { maxLength: 25 });

test('any query over any log gives rows of text, or says what is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(queries, garbage), log, async (query, messages) => {
      const events = messages.map((message, index) => ({ timestamp: 1_772_366_400_000 + index, message }));

      const answer = await answerOrError(query, events);

      if (answer instanceof Error) expectPlace(answer, query);
      else expectRows(answer);
    }),
    { numRuns: 3000 },
  );
}, 60_000);

test('a file, of which only what can match is looked at, gives the same answer as its events one by one', async () => {
  const path = join(folder, 'fuzz.log');
  await fc.assert(
    fc.asyncProperty(queries, log, async (query, messages) => {
      writeFileSync(path, messages.map((message) => `${message}\n`).join(''));
      const options = { now: 1_772_366_400_000 };
      const events = [];
      for await (const event of readLogs(path, { format: 'lines' })) events.push(event);

      const fromFile = await answerOrError(query, readLogs(path, { format: 'lines' }), options);
      const oneByOne = await answerOrError(query, events, options);

      expect(shown(fromFile)).toEqual(shown(oneByOne));
    }),
    { numRuns: 1500 },
  );
}, 60_000);

async function answerOrError(...args: Parameters<typeof runQuery>): Promise<QueryResult | Error> {
  try {
    return await runQuery(...args);
  } catch (error) {
    if (error instanceof QuerySyntaxError || error instanceof UnsupportedCommandError) return error;
    throw error;
  }
}

function shown(answer: QueryResult | Error): unknown {
  return answer instanceof Error ? answer.message : { columns: answer.columns, rows: answer.rows };
}

function expectPlace(error: Error, query: string): void {
  const { line, column } = error as QuerySyntaxError;
  const text = query.split(/\r\n|\n|\r/)[line - 1];
  expect(text).toBeDefined();
  expect(column).toBeGreaterThanOrEqual(1);
  expect(column).toBeLessThanOrEqual(text!.length + 1);
  expect(error.message).toContain('^');
}

function expectRows({ columns, rows, statistics }: QueryResult): void {
  expect(new Set(columns).size).toBe(columns.length);
  for (const row of rows) {
    for (const { field, value } of row) {
      expect(columns).toContain(field);
      expect(typeof value).toBe('string');
    }
  }
  expect(statistics.recordsMatched).toBeLessThanOrEqual(statistics.recordsScanned);
}
