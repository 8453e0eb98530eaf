import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogsService } from '@needs-retry/fixtures/logs-service';
import { everything, hostile } from './support/logs.js';
import { run } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
const file = join(folder, 'orders.log');
const REPORT = join(folder, 'report.html');

let log: string[];
let service: LogsService | undefined;
beforeAll(async () => {
  log = await everything();
  writeFileSync(file, log.join('\n'));
});
afterEach(() => service?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

test('report writes a page, and says where', async () => {
  const { code, out, error } = await run('report', file, '-o', REPORT);

  expect({ code, out, error }).toEqual({ code: 0, out: '', error: `Open ${REPORT} in a browser.\n` });
  expect(readFileSync(REPORT, 'utf8')).toMatch(/^<!doctype html>/);
  expect((await run('report', file, '-o', '-')).out).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

test('the price of time is that of the architecture, or the one that is given', async () => {
  const priceOf = async (...options: string[]) => {
    const { out } = await run('report', file, '-o', '-', ...options);
    return Number(/"pricePerGbSecond":([\d.e-]+)/.exec(out)![1]);
  };

  expect(await priceOf()).toBe(0.0000166667);
  expect(await priceOf('--arch', 'arm')).toBe(0.0000133334);
  expect(await priceOf('--price-per-gb-second', '0.5')).toBe(0.5);
});

test('doctor gives its findings to programs, and fails on severe ones if asked', async () => {
  const { code, out } = await run('doctor', file, '--output', 'json');
  const { findings, totals } = JSON.parse(out);

  expect(code).toBe(0);
  expect(findings.map(({ severity }: { severity: string }) => severity)).toEqual([
    ...Array(6).fill('high'),
    ...Array(4).fill('medium'),
    'low',
  ]);
  expect(Object.keys(findings[0])).toEqual([
    'rule',
    'severity',
    'title',
    'evidence',
    'examples',
    'why',
    'change',
    'cost',
  ]);
  expect(totals.retries).toBeGreaterThan(0);
  expect((await run('doctor', file, '--fail-on', 'low')).code).toBe(1);
});

test('a finding that is less severe does not fail', async () => {
  const lost = join(folder, 'lost.log');
  writeFileSync(lost, log.filter((line) => line.includes('"lostLines"')).join('\n'));

  expect((await run('doctor', lost, '--fail-on', 'medium')).code).toBe(0);
  expect((await run('doctor', lost, '--fail-on', 'low')).code).toBe(1);
});

test('doctor says so where there is nothing', async () => {
  const empty = join(folder, 'empty.log');
  writeFileSync(empty, 'nothing\n');

  expect((await run('doctor', empty)).out).toBe(
    'No findings in 1 event: 0 retries, 0 throttled, 0 given up. The log has neither lines nor documents\nof needs-retry, nor lines of Lambda.\n',
  );
});

test('what a log holds is nothing that a terminal obeys', async () => {
  const bad = join(folder, 'hostile.log');
  writeFileSync(bad, hostile(log).join('\n'));

  const { out } = await run('doctor', bad);
  const { out: json } = await run('doctor', bad, '-o', 'json');

  expect(out).toContain('gnp.exe');
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
  expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
});

test('a log group is asked for the events that count', async () => {
  service = await LogsService.start(({ action }) => {
    if (action === 'StartQuery') return { queryId: 'q' };
    return { status: 'Complete', results: log.map(rowOf), statistics: { recordsScanned: log.length } };
  });

  const { out } = await run(
    'doctor',
    '--log-group',
    '/aws/lambda/orders',
    '--start',
    '2026-03-01',
    '-o',
    'json',
  );

  const fromFile = JSON.parse((await run('doctor', file, '-o', 'json')).out);
  const fromService = JSON.parse(out);
  expect(fromService.findings).toEqual(fromFile.findings);
  expect({ ...fromService.totals, events: 0 }).toEqual({ ...fromFile.totals, events: 0 });
  expect(service.calls[0]!.input).toMatchObject({
    logGroupNames: ['/aws/lambda/orders'],
    limit: 100_000,
    queryString: expect.stringContaining(`@message like 'needs-retry.'`),
  });
});

test.each([
  [['report', file, '--price-per-gb-second', 'much'], 'Expected --price-per-gb-second to be a number of USD'],
  [['report', file, '-o', join(folder, 'none', 'r.html')], 'The report cannot be written to'],
  [
    ['doctor', file, '--fail-on', 'hig'],
    'Expected --fail-on to be high, medium, low, got hig. Did you mean high?',
  ],
  [['doctor', file, '--log-group', 'g'], 'Name files or a --log-group, not both.'],
  [['doctor'], 'Name files, or a --log-group, or pipe a log in.'],
])('%j is wrong usage', async (args, message) => {
  const { code, error } = await run(...args);

  expect(code).toBe(2);
  expect(error).toContain(message);
});

test.each([
  ['report', file, '-o', '/dev/full'],
  ['export', '--log-group', '/aws/lambda/orders', '-o', '/dev/full'],
])('%s: a full disk is no wrong usage', async (...args) => {
  const { code, error } = await run(...args);

  expect(code).toBe(3);
  expect(error).toContain('ENOSPC');
  expect(error).not.toContain('--help');
});

function rowOf(message: string, index: number) {
  const timestamp = new Date(Date.UTC(2026, 2, 1) + index).toISOString().replace('T', ' ').replace('Z', '');
  return [
    { field: '@timestamp', value: timestamp },
    { field: '@message', value: message },
    { field: '@logStream', value: 'a' },
  ];
}
