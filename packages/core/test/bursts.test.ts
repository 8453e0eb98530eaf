import { emfProblems } from '@needs-retry/fixtures';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import * as fc from 'fast-check';
import type { PartialFailureEvent, StreamErrorEvent } from '../src/event.js';
import type { AfterCallEvent, NeedsRetryEvent, ReportableEvent } from '../src/index.js';
import { createRetryObserver, type DocumentOptions, emfSink } from '../src/index.js';
import { Bursts } from '../src/sinks/bursts.js';
import { planOf } from '../src/sinks/emf-options.js';
import { EmfWriter } from '../src/sinks/emf-writer.js';
import { Writer } from '../src/sinks/writer.js';
import { ManualHost, ScriptedStdout } from './scripted-stdout.js';

type Document = Record<string, unknown> & { readonly kind: string };

function scripted(limit: number, options: DocumentOptions = {}) {
  const host = new ManualHost();
  const stdout = new ScriptedStdout();
  const writer = new Writer(stdout, host);
  const emf = new EmfWriter(planOf(options), writer);
  const bursts = new Bursts(limit, emf.writeSums, writer, host);
  return {
    host,
    bursts,
    emit: (event: ReportableEvent) => emf.write(event, bursts),
    documents(): Document[] {
      const lines = stdout.text.split('\n').slice(0, -1);
      // Whole documents have a test of their own.
      for (const line of lines.filter((each) => each.includes('"burst"')))
        expect(emfProblems(line)).toEqual([]);
      return lines.map((line) => JSON.parse(line));
    },
  };
}

const throttled = (facts: Partial<NeedsRetryEvent> = {}): NeedsRetryEvent => ({
  ...retryEvent(),
  ...{ ok: false, throttled: true, errorType: 'THROTTLING', errorClass: 'throttling' },
  timestamp: 1_700_000_000_000,
  ...facts,
});
const times = (count: number, act: (i: number) => void) => {
  for (let i = 0; i < count; i++) act(i);
};
const kinds = (documents: readonly Document[]) => documents.map(({ kind }) => kind);

test('the first of a second are written whole, the rest as one document of their sums', () => {
  const { emit, host, documents } = scripted(3);

  times(8, (i) =>
    emit(
      throttled({
        ...{ requestId: 'r-1', delayMs: 10 * i, timestamp: 1_700_000_000_000 + i },
        properties: { resource: 'orders', coldStart: 'no', index: 'by-date' },
      }),
    ),
  );
  expect(kinds(documents())).toEqual(['attempt', 'attempt', 'attempt']);
  host.pass(1_000);

  expect(documents().slice(3)).toStrictEqual([
    {
      _aws: {
        Timestamp: 1_700_000_000_007,
        CloudWatchMetrics: [
          {
            Namespace: 'NeedsRetry',
            Dimensions: [['ServiceId', 'OperationName']],
            Metrics: [
              { Name: 'Retries', Unit: 'Count' },
              { Name: 'Throttles', Unit: 'Count' },
              { Name: 'RetryDelay', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      ServiceId: 's3',
      OperationName: 'ListBuckets',
      Retries: 5,
      Throttles: 5,
      RetryDelay: [30, 40, 50, 60, 70],
      kind: 'burst',
      burstOf: 'attempt',
      documents: 5,
      errorClass: 'throttling',
      requestId: 'r-1',
      resource: 'orders',
      coldStart: 'no',
    },
  ]);
  expect(host.waiting).toEqual({ timers: 0, exits: 0 });
});

test('a second of a key begins with its first document; in the next, documents are whole again', () => {
  const { emit, host, documents } = scripted(1);
  emit(throttled());
  host.pass(900);
  times(3, () => emit(throttled()));
  host.pass(99);
  expect(kinds(documents())).toEqual(['attempt']);
  host.pass(1);
  expect(kinds(documents())).toEqual(['attempt', 'burst']);

  emit(throttled());
  expect(kinds(documents())).toEqual(['attempt', 'burst', 'attempt']);
});

test('the sums of a second that is over are out before the next document of their key', () => {
  const { emit, host, documents } = scripted(1);
  times(2, () => emit(throttled()));
  // The event loop is blocked, so no timer fires.
  host.time += 5_000;

  emit(throttled());

  expect(kinds(documents())).toEqual(['attempt', 'burst', 'attempt']);
});

test('at 100 values the document is written and the next begins', () => {
  const { emit, host, documents } = scripted(1);
  times(1 + 250, (i) => emit(throttled({ delayMs: i })));
  expect(
    documents()
      .slice(1)
      .map(({ Retries }) => Retries),
  ).toEqual([100, 100]);

  host.pass(1_000);

  const values = documents()
    .slice(1)
    .flatMap(({ RetryDelay }) => RetryDelay);
  expect(values).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
  expect(kinds(documents())).toEqual(['attempt', 'burst', 'burst', 'burst']);
});

test.each([
  ['a flush', ({ bursts }: ReturnType<typeof scripted>) => bursts.flush()],
  ['the exit', ({ host }) => host.exit()],
])('%s writes the sums under way, and the second goes on', (_, act) => {
  const all = scripted(1);
  times(3, () => all.emit(throttled()));
  expect(all.host.waiting).toEqual({ timers: 1, exits: 1 });

  act(all);
  expect(kinds(all.documents())).toEqual(['attempt', 'burst']);
  expect(all.host.waiting.exits).toBe(0);
  act(all);
  all.emit(throttled());
  all.host.pass(1_000);

  expect(all.documents().map(({ Retries }) => Retries)).toEqual([1, 2, 1]);
  expect(all.host.waiting).toEqual({ timers: 0, exits: 0 });
});

test('documents that differ in anything that is counted apart are not summed up together', () => {
  const { emit, host, documents } = scripted(1, { dimensionSets: [['ServiceId', 'table']] });
  const others: Partial<NeedsRetryEvent>[] = [
    {},
    { service: 'sqs' },
    { operation: 'PutObject' },
    { errorClass: 'transient' },
    { requestId: 'r-1' },
    { properties: { resource: 'a' } },
    { properties: { table: 'b' } },
  ];
  times(2, () => {
    for (const other of others) emit(throttled(other));
  });
  expect(kinds(documents())).toEqual(others.map(() => 'attempt'));

  host.pass(1_000);

  expect(
    documents()
      .slice(others.length)
      .map(({ Retries }) => Retries),
  ).toEqual(others.map(() => 1));
});

test('of an error that is never retried the burst, too, has no metric', () => {
  const { emit, bursts, documents } = scripted(1);
  times(2, () => emit(throttled({ attempts: 1, throttled: false, errorClass: 'quota' })));
  bursts.flush();
  expect(documents()[1]).toMatchObject({
    kind: 'burst',
    errorClass: 'quota',
    _aws: { CloudWatchMetrics: [] },
  });
});

test('at most 1,000 keys are kept; further documents are written singly', () => {
  const { emit, host, documents } = scripted(1);
  times(2, () => times(1_001, (i) => emit(throttled({ requestId: `r-${i}` }))));
  expect(kinds(documents())).toEqual(Array.from({ length: 1_002 }, () => 'attempt'));

  host.pass(1_000);
  expect(kinds(documents()).filter((kind) => kind === 'burst')).toHaveLength(1_000);

  times(2, () => emit(throttled({ requestId: 'r-1000' })));
  expect(documents()).toHaveLength(2_003);
});

test('reports of an invocation are always whole', () => {
  const { emit, documents } = scripted(1);
  const { kind, ok, output, throttled: _, delayMs, cause, ...call } = retryEvent();
  times(3, () => {
    emit({ ...call, kind: 'deadline', eventName: '', phase: 'attempt', lastError: undefined });
    emit({
      ...call,
      kind: 'summary',
      eventName: '',
      calls: 1,
      attempts: 1,
      retries: 0,
      callDurationsMs: [1],
    });
  });
  expect(documents()).toHaveLength(6);
});

describe('the sums are exact', () => {
  const gaveUp = (facts: object) =>
    ({ ...throttled(), ...facts, kind: 'after-call', outcome: 'gave-up' }) as unknown as AfterCallEvent & {
      outcome: 'gave-up';
    };
  const partial = (facts: object) =>
    ({ ...throttled(), ...facts, kind: 'partial-failure', reasons: {} }) as unknown as PartialFailureEvent;
  const streamError = (facts: object) =>
    ({ ...throttled(), ...facts, kind: 'stream-error' }) as unknown as StreamErrorEvent;

  const resource = fc.constantFrom('orders', 'items');
  const event = fc.oneof(
    fc
      .record({ resource, attempts: fc.integer({ min: 1, max: 3 }), delayMs: fc.nat({ max: 99 }) })
      .map(({ resource, ...facts }) => throttled({ ...facts, properties: { resource } })),
    fc.record({ operation: fc.constantFrom('A', 'B') }).map(gaveUp),
    fc.record({ retryableEntries: fc.nat({ max: 9 }), finalEntries: fc.nat({ max: 9 }) }).map(partial),
    fc.record({ errorClass: fc.constantFrom('throttling', 'transient') }).map(streamError),
  );
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ events: fc.array(event, { maxLength: 150 }) }) },
    { weight: 3, arbitrary: fc.record({ passMs: fc.nat({ max: 1_500 }) }) },
    { weight: 1, arbitrary: fc.record({ blockedMs: fc.nat({ max: 1_500 }) }) },
    { weight: 1, arbitrary: fc.constant({ flush: true }) },
  );
  const METRICS = [
    'Retries',
    'Throttles',
    'RetryDelay',
    'RetriesExhausted',
    'RetryableEntries',
    'StreamErrors',
  ];

  /** The sum of each metric and of `finalEntries`, and all delays, sorted. */
  function sumsOf(documents: readonly Document[]) {
    const sums: Record<string, number> = {};
    for (const document of documents) {
      for (const name of [...METRICS, 'finalEntries']) {
        for (const value of [document[name] ?? []].flat()) sums[name] = (sums[name] ?? 0) + Number(value);
      }
    }
    const delays = documents.flatMap(({ RetryDelay }) => RetryDelay ?? []);
    return { sums, delays: delays.map(Number).sort((a, b) => a - b) };
  }

  test('under any interleaving', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (steps, limit) => {
        const summed = scripted(limit);
        const whole = scripted(Number.MAX_SAFE_INTEGER);
        for (const each of steps) {
          if ('events' in each) {
            for (const one of each.events) {
              summed.emit(one);
              whole.emit(one);
            }
          } else if ('passMs' in each) summed.host.pass(each.passMs);
          else if ('blockedMs' in each) summed.host.time += each.blockedMs;
          else summed.bursts.flush();
        }
        summed.host.exit();

        expect(sumsOf(summed.documents())).toEqual(sumsOf(whole.documents()));
        expect(summed.documents().length).toBeLessThanOrEqual(whole.documents().length);
      }),
      { numRuns: 100 },
    );
  });
});

test('in a storm a retry costs at most 100 bytes of documents beyond the first 20 a second', () => {
  const { emit, host, documents } = scripted(20);
  // 1,000 calls at once, retried three times each, in as many seconds.
  let retries = 0;
  for (let attempts = 2; attempts <= 4; attempts++) {
    times(1_000, (i) => {
      retries++;
      emit(throttled({ attempts, delayMs: 900 + (i % 100), properties: { resource: 'orders' } }));
    });
    host.pass(1_000);
  }

  const bursts = documents().filter(({ kind }) => kind === 'burst');
  const bytes = bursts.reduce((sum, document) => sum + Buffer.byteLength(JSON.stringify(document)) + 1, 0);
  expect(documents().length - bursts.length).toBe(3 * 20);
  expect(bytes / (retries - 3 * 20)).toBeLessThan(20);
});

test.each([0, -1, 1.5, Number.NaN, '20', true, null])('emfSink({ burst: %p }) is refused', (burst) => {
  expect(() => emfSink({ burst: burst as never })).toThrow(
    /^Expected `burst` to be a positive integer, got /,
  );
});

test('a flush of the observer writes the sums before it returns', () => {
  const fs = process.getBuiltinModule('node:fs');
  const { writeSync } = fs;
  let text = '';
  fs.writeSync = ((_: number, data: string | Uint8Array) => {
    text += Buffer.from(data as Uint8Array).toString();
    return Buffer.byteLength(data);
  }) as typeof writeSync;
  try {
    const observer = createRetryObserver({ sinks: [emfSink({ burst: 1 })] });
    times(3, () => observer.emit(throttled()));
    void observer.flush();
  } finally {
    fs.writeSync = writeSync;
  }
  const documents = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(documents.map(({ kind, Retries }) => ({ kind, Retries }))).toEqual([
    { kind: 'attempt', Retries: 1 },
    { kind: 'burst', Retries: 2 },
  ]);
});
