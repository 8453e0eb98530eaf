import type { PlayedCell } from '../src/part.js';
import { foundOf, otherwiseTable, type SdkFound, sdkTable } from '../src/sdk/result.js';

const packages = ['@smithy/middleware-retry 3.0.34'];
const contract = { played: 7, failures: ['S3: one'] };
const traces = { played: 3, failures: [], otherwise: ['quota'] };
const cell = (row: string, column: string, found: SdkFound): PlayedCell<SdkFound> => ({
  row,
  column,
  commit: 'c0ffee',
  found,
});

test('traces and contract are counted together; what a version cannot is nothing', () => {
  expect(foundOf({ traces, contract }, packages)).toEqual({
    played: 10,
    failures: ['S3: one'],
    packages,
    otherwise: ['quota'],
  });
  expect(foundOf({}, packages)).toEqual({ played: 0, failures: [], packages, otherwise: [] });
});

test('a table has what passed of what was played, and a dash where a version has no such way', () => {
  const played = [
    cell('SDK 3.600', 'standard', foundOf({ traces, contract }, packages)),
    cell('SDK 3.600 with cacheMiddleware', 'custom V2', foundOf({}, packages)),
    cell('SDK 3.47', 'adaptive', foundOf({ traces }, packages)),
  ];

  const none = {
    standard: '–',
    adaptive: '–',
    '`ConfiguredRetryStrategy`': '–',
    'custom V2': '–',
    'custom V1': '–',
  };
  const common = { 'retry code': '@smithy/middleware-retry 3.0.34', ...none, commit: 'c0ffee' };
  expect(sdkTable(played).rows).toEqual([
    { ...common, 'AWS SDK': '3.47 (best effort)', cacheMiddleware: 'off', adaptive: '3 of 3' },
    { ...common, 'AWS SDK': '3.600', cacheMiddleware: 'off', standard: '9 of 10' },
    { ...common, 'AWS SDK': '3.600', cacheMiddleware: 'on' },
  ]);
  expect(otherwiseTable(played).rows).toEqual([
    { trace: '`quota`', versions: 'SDK 3.600, SDK 3.47', strategies: 'standard, adaptive' },
  ]);
});
