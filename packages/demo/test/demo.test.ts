import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { USAGE } from '../src/options.js';

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

function demo(...args: readonly string[]): Promise<Ended> {
  const root = join(__dirname, '..', '..', '..');
  const main = join('packages', 'demo', 'src', 'main.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', main, ...args], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

test('the log says what the servers saw, which the seed alone decides', async () => {
  const { code, stdout, stderr } = await demo('--calls', '40', '--seed', '4', '--json');

  const { operations, answers, findings, ...rest } = JSON.parse(stdout);
  expect({ code, ...rest }).toEqual({
    code: 0,
    ok: true,
    seed: '4',
    orders: 11,
    failedOrders: 1,
    total: { ...counts(44, 59, 15, 10), gaveUp: 1 },
    documents: 26,
    documentProblems: [],
    checks: [
      { promise: 'lines = requests − calls', problems: [] },
      { promise: 'sum of Retries = requests − calls', problems: [] },
      { promise: 'sum of Throttles = throttled answers', problems: [] },
      { promise: 'sum of RetriesExhausted = failed orders', problems: [] },
      { promise: 'the report and the doctor count the same', problems: [] },
      { promise: 'every document is valid EMF', problems: [] },
    ],
  });
  expect(operations).toEqual([
    { service: 'dynamodb', operation: 'BatchWriteItem', ...counts(1, 1, 0, 0), gaveUp: 0 },
    { service: 'dynamodb', operation: 'GetItem', ...counts(11, 16, 5, 5), gaveUp: 0 },
    { service: 'dynamodb', operation: 'PutItem', ...counts(10, 11, 1, 0), gaveUp: 0 },
    { service: 's3', operation: 'GetObject', ...counts(12, 17, 5, 3), gaveUp: 1 },
    { service: 's3', operation: 'PutObject', ...counts(10, 14, 4, 2), gaveUp: 0 },
  ]);
  const byOperation = answers['retries-by-operation'] as { operation: string; retries: string }[];
  expect(Object.fromEntries(byOperation.map(({ operation, retries }) => [operation, retries]))).toEqual({
    GetItem: '5',
    GetObject: '5',
    PutObject: '4',
    PutItem: '1',
  });
  expect(findings.map(({ rule }: { rule: string }) => rule).sort()).toEqual([
    'gave-up',
    'hot-key',
    'no-request-timeout',
    'partial-failures',
  ]);
  expect(stderr.trim().split('\n')).toEqual([
    'Starting S3, DynamoDB and the fault proxy …',
    'Building the functions …',
    'Making 40 calls …',
    ...[10, 20, 30, 40].map((made) => `${made} of 40 calls`),
    'Archiving orders, until the function times out …',
  ]);
}, 60_000);

test('a wrong option is told with the usage, --help is the usage alone', async () => {
  const [wrong, help] = await Promise.all([demo('--calls', 'many'), demo('--help')]);

  expect(help).toEqual({ code: 0, stdout: USAGE, stderr: '' });
  expect(wrong).toEqual({
    code: 2,
    stdout: '',
    stderr: `Expected \`--calls\` to be a whole number from 1 to 10000, got "many".\n\n${USAGE}\n`,
  });
});

function counts(calls: number, attempts: number, retries: number, throttled: number) {
  return {
    calls,
    attempts,
    retries,
    lines: retries,
    metricRetries: retries,
    throttled,
    metricThrottles: throttled,
  };
}
