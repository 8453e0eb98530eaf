import { reportOnStderr } from '../src/problem.js';

const fs = process.getBuiltinModule('node:fs');
const END = 'Further ones are not shown; `onError` gets them all.\n';

/** What is written while `act` runs: the descriptor, and the text. */
function written(act: () => void): [number, string][] {
  const all: [number, string][] = [];
  const spy = jest.spyOn(fs, 'writeSync').mockImplementation(((descriptor: number, text: string) => {
    all.push([descriptor, text]);
    return text.length;
  }) as never);
  try {
    act();
  } finally {
    spy.mockRestore();
  }
  return all;
}

test('each kind of problem is one line on stderr', () => {
  const report = reportOnStderr();

  const lines = written(() => {
    report(new TypeError('secret'), { source: 'sink' });
    report(new RangeError('secret'), { source: 'sink' });
    report(new RangeError('secret'), { source: 'handler' });
  });

  expect(lines).toEqual([
    [2, `needs-retry: sink failed (TypeError). ${END}`],
    [2, `needs-retry: handler failed (RangeError). ${END}`],
  ]);
});

test.each([
  ['TypeError', new TypeError('secret')],
  ['Error EPIPE', Object.assign(new Error('secret'), { code: 'EPIPE' })],
  ['EPIPE', { name: 5, code: 'EPIPE' }],
  ['Odd', { name: 'Odd', code: ['EPIPE'] }],
  ['a'.repeat(80), { name: 'a'.repeat(80) }],
  ['object', { name: 'a'.repeat(81) }],
  ['object', { name: 'secret of mine' }],
  ['string', 'secret'],
  ['undefined', undefined],
  ['object', null],
])('an error is told by its class: %s', (expected, error) => {
  expect(written(() => reportOnStderr()(error, { source: 'adapter' }))).toEqual([
    [2, `needs-retry: adapter failed (${expected}). ${END}`],
  ]);
});

test('a message of our own is told, on one line and not countable; a foreign value is not', () => {
  const own = new Error('Expected\na\u0085needs-retry.s3.X of needs-retry.s3.Y');

  expect(written(() => reportOnStderr()(own, { source: 'property' }))).toEqual([
    [2, `needs-retry: Expected a needs-retry s3.X of needs-retry s3.Y ${END}`],
  ]);
  expect(written(() => reportOnStderr()(own, { source: 'stack' }))).toEqual([
    [2, `needs-retry: Expected a needs-retry s3.X of needs-retry s3.Y ${END}`],
  ]);
  expect(written(() => reportOnStderr()('secret', { source: 'stack' }))).toEqual([
    [2, `needs-retry: stack failed (string). ${END}`],
  ]);
});

test('a line has at most 1,000 characters', () => {
  expect(written(() => reportOnStderr()(new Error('x'.repeat(2_000)), { source: 'property' }))).toEqual([
    [2, `needs-retry: ${'x'.repeat(987)}\n`],
  ]);
});

test('where the write fails the console tells', () => {
  const spies = [
    jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw new Error('EBADF');
    }),
    jest.spyOn(console, 'error').mockImplementation(() => {}),
  ] as const;
  try {
    reportOnStderr()(new TypeError('secret'), { source: 'sink' });

    expect(spies[1].mock.calls).toEqual([[`needs-retry: sink failed (TypeError). ${END.trimEnd()}`]]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
});
