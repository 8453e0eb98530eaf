import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileProgram } from '@needs-retry/fixtures';
import { answer, readLogs } from '../src/index.js';

type Tally = {
  readonly dynamodb: { readonly retries: number; readonly throttled: number };
  readonly s3: { readonly retries: number };
  readonly gaveUp: number;
};

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
const log = join(folder, 'function.log');
let tally: Tally;

beforeAll(async () => {
  const program = await compileProgram(join(__dirname, 'support/observed-program.ts'), folder);
  const env = { ...process.env, AWS_LAMBDA_FUNCTION_NAME: 'orders' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', program], { env });
  writeFileSync(log, stdout);
  tally = JSON.parse(stderr.slice(stderr.lastIndexOf('{"dynamodb"'))) as Tally;
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['emf', 'line'] as const)(
  'what services saw retried is what the %s form of the log answers',
  async (form) => {
    const rows = await table('retries-by-operation', form);

    expect(rows.map((row) => row.slice(0, 3)).sort()).toEqual([
      ['dynamodb', 'GetItem', String(tally.dynamodb.retries)],
      ['s3', 'ListObjectsV2', String(tally.s3.retries)],
    ]);
  },
);

test('what throttled, and why, is known from what the service answered', async () => {
  const rows = await table('throttling');

  expect(rows).toEqual([
    ['dynamodb', 'orders', 'TableReadKeyRangeThroughputExceeded', String(tally.dynamodb.throttled)],
  ]);
});

test('calls that were given up are there with their reason', async () => {
  const rows = await table('gave-up');

  expect(rows.sort()).toEqual([
    ['dynamodb', 'GetItem', 'ThrottlingException', 'attempts', '3', '3'],
    ['s3', 'ListObjectsV2', 'InternalError', 'attempts', '3', '3'],
  ]);
  expect(tally.gaveUp).toBe(6);
});

async function table(name: string, form?: 'emf' | 'line'): Promise<string[][]> {
  const { rows } = await answer(name, readLogs(log), { form });
  return rows.map((row) => row.map(({ value }) => value));
}
