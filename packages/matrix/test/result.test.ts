import { resultOf } from '../src/sdk/result.js';

const version = { name: '3.600', clients: { s3: '3.600.0' } };
const packages = ['@smithy/middleware-retry 3.0.34'];
const contract = { played: 7, failures: ['S3: one'] };
const traces = { played: 3, failures: [], otherwise: ['quota'] };
const results = [
  { cell: { strategy: 'standard', cache: false }, traces, contract },
  { cell: { strategy: 'custom V2', cache: false } },
] as const;

test('a table has what passed of what was played, and a dash where a version has no such way', () => {
  const { tables, passed, failures } = resultOf([{ version, packages, results }]);

  const none = {
    standard: '–',
    adaptive: '–',
    '`ConfiguredRetryStrategy`': '–',
    'custom V2': '–',
    'custom V1': '–',
  };
  const row = { 'AWS SDK': '3.600', 'retry code': '@smithy/middleware-retry 3.0.34' };
  expect(tables.map((table) => table.rows)).toEqual([
    [
      { ...row, cacheMiddleware: 'off', ...none, standard: '9 of 10' },
      { ...row, cacheMiddleware: 'on', ...none },
    ],
    [{ trace: '`quota`', versions: '3.600', strategies: 'standard' }],
  ]);
  expect([passed, failures]).toEqual([9, ['SDK 3.600, standard: S3: one']]);
});

test('what is best effort is told, and is no failure', () => {
  const old = { ...version, name: '3.47', bestEffort: true as const };

  const { tables, passed, failures } = resultOf([{ version: old, packages, results }]);

  expect(tables[0]!.rows[0]).toMatchObject({ 'AWS SDK': '3.47 (best effort)', standard: '9 of 10' });
  expect([passed, failures]).toEqual([0, []]);
});
