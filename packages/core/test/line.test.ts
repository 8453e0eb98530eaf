import * as fc from 'fast-check';
import { type NeedsRetryEvent, parseLine } from '../src/index.js';
import { jsonLinesOf, plainLineOf } from '../src/sinks/line.js';

const retry = (facts: Partial<NeedsRetryEvent> = {}) =>
  ({
    service: 's3',
    operation: 'ListBuckets',
    attempts: 2,
    timestamp: 1_700_000_000_000,
    ...facts,
  }) as NeedsRetryEvent;

const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';

test('the line is the one that boto3’s users print', () => {
  expect(plainLineOf(retry())).toBe(`${LINE}\n`);
});

test('the JSON line holds it as its message', () => {
  expect(jsonLinesOf('WARN')(retry({ requestId: 'r-1', attempts: 3 }))).toBe(
    `{"message":"${LINE}","event_name":"needs-retry.s3.ListBuckets","attempts":3,"requestId":"r-1","level":"WARN","timestamp":"2023-11-14T22:13:20.000Z"}\n`,
  );
});

test('both forms are read back', () => {
  const parsed = {
    eventName: 'needs-retry.s3.ListBuckets',
    service: 's3',
    operation: 'ListBuckets',
    count: 1,
  };
  expect(parseLine(plainLineOf(retry()))).toStrictEqual(parsed);
  expect(parseLine(LINE)).toStrictEqual(parsed);
  expect(parseLine(jsonLinesOf('ERROR')(retry({ requestId: 'r-1' })))).toStrictEqual({
    ...parsed,
    attempts: 2,
    requestId: 'r-1',
    level: 'ERROR',
    timestamp: '2023-11-14T22:13:20.000Z',
  });
});

test('members of another type are not read, and a long request id is cut', () => {
  const line = { message: LINE, attempts: 1.5, requestId: 5, level: [], timestamp: 0 };
  expect(Object.keys(parseLine(JSON.stringify(line)) ?? {})).toEqual([
    'eventName',
    'service',
    'operation',
    'count',
  ]);
  expect(parseLine(JSON.stringify({ message: [LINE] }))).toBeUndefined();
  expect(parseLine(jsonLinesOf('WARN')(retry({ requestId: 'x'.repeat(200) })))?.requestId).toBe(
    'x'.repeat(128),
  );
});

test('counts of other writers are read too', () => {
  expect(parseLine('needs-retry.s3.ListBuckets|increment|count=12')?.count).toBe(12);
});

test.each([
  '',
  'needs-retry',
  `x ${LINE}`,
  `${LINE} `,
  `${LINE}\n\n`,
  'needs-retry.s3|increment|count=1',
  'needs-retry.s3.A.B|increment|count=1',
  'needs-retry.s3.ListBuckets|increment|count=0',
  'needs-retry.s3.ListBuckets|increment|count=x',
  'after-call.s3.ListBuckets|increment|count=1',
  '{"message":1}',
  '{"message":"hello"}',
  '{',
  '[]',
  'null',
])('%j is no line', (text) => {
  expect(parseLine(text)).toBeUndefined();
});

test('whatever the names are, a line is one line of ours and is read back', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a|b', 'x\nneeds-retry.s3.Y|increment|count=1', ''),
  );
  fc.assert(
    fc.property(
      name,
      name,
      fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      (service, operation, requestId) => {
        const event = retry({ service, operation, requestId });
        for (const line of [plainLineOf(event), jsonLinesOf('WARN')(event)]) {
          expect(line.indexOf('\n')).toBe(line.length - 1);
          expect(parseLine(line)).toMatchObject({
            service: expect.stringMatching(/^[\w-]+$/),
            operation: expect.stringMatching(/^[\w-]+$/),
            count: 1,
          });
        }
        expect(plainLineOf(event)).toMatch(/^needs-retry\.[\w-]+\.[\w-]+\|increment\|count=1\n$/);
      },
    ),
  );
});

test('no text but a line’s is read as one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseLine(text)).toBeUndefined();
    }),
  );
});
