import { execFileSync, spawn } from 'node:child_process';
import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FileError, type LogEvent, type ReadLogsOptions, readLogs, runQuery } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DOCUMENT = '{"_aws":{"Timestamp":1772366400000,"CloudWatchMetrics":[]},"kind":"attempt","Retries":1}';
const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';

describe('what is no text is refused by name', () => {
  test.each<[string, Buffer, string]>([
    ['a.zip', Buffer.from('PK\u0003\u0004'), 'is a zip archive or an Excel workbook'],
    ['a.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'is compressed with zstd'],
    ['a.bz2', Buffer.from('BZh9'), 'is compressed with bzip2'],
    ['a.xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'is compressed with xz'],
    ['a.tar', Buffer.concat([Buffer.alloc(257, 'x'), Buffer.from('ustar')]), 'is a tar archive'],
    ['a.tar.gz', gzipSync(Buffer.concat([Buffer.alloc(257, 'x'), Buffer.from('ustar')])), 'is a tar archive'],
    ['a.exe', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), 'is a binary file'],
  ])('%s', async (name, bytes, message) => {
    const file = written(name, bytes);

    const answer = runQuery('stats count(*)', readLogs(file));

    await expect(answer).rejects.toThrow(FileError);
    await expect(answer).rejects.toThrow(`${file} ${message}`);
  });
});

describe('a kind of log that is not known is read, and said', () => {
  test.each([
    [
      'without any time',
      ['Listening on 3000.', 'GET /', 'GET /'],
      'of 3 lines of FILE are of a kind that is known',
    ],
    [
      'with documents in text',
      [1, 2].map(() => `Mar 01 12:00:00 host app[1]: ${DOCUMENT}`),
      'of 2 lines of FILE can be read as what they hold: `_aws` is in 2 of them',
    ],
    [
      'with documents in JSON of another kind',
      [1, 2].map(() => JSON.stringify({ log: DOCUMENT, container_name: 'app' })),
      'of 2 lines of FILE can be read as what they hold: `_aws` is in 2 of them',
    ],
    [
      'with lines behind something else',
      [1, 2].map(() => `Mar 01 12:00:00 host app[1]: ${LINE}`),
      'of 2 lines of FILE can be read as what they hold: `needs-retry.` is in 2 of them',
    ],
  ])('%s', async (_, lines, message) => {
    const file = written('unknown.log', lines.join('\n'));

    const { events, notes } = await read(file);

    expect(events.map((event) => event.message)).toEqual(lines);
    expect(notes).toEqual([expect.stringContaining(`0 ${message.replace('FILE', file)}`)]);
  });

  test('far behind lines that have nothing', async () => {
    const file = written(
      'late.log',
      [...Array(20_000).fill('working '.repeat(8)), `host: ${DOCUMENT}`].join('\n'),
    );

    const { notes } = await read(file);

    expect(notes).toEqual([expect.stringContaining('0 of 20,001 lines')]);
  });

  test.each([
    ['with a line that is one', `${LINE}\nhello`, undefined],
    ['with a time', '2026-03-01T12:00:00Z hello\nhello', undefined],
    ['with nothing in it', '', undefined],
    ['told to be lines', 'hello', 'lines' as const],
  ])('but not one %s', async (_, text, format) => {
    expect((await read(written('known.log', text), { format })).notes).toEqual([]);
  });

  test('and a heading is counted', async () => {
    const file = written('headed.log', `$ pnpm demo\n\nThe log\n2026-03-01T12:00:00.000Z ${DOCUMENT}\n`);

    expect((await read(file)).notes).toEqual([
      `2 lines at the beginning of ${file} are no event, and left out.`,
    ]);
  });
});

describe('a file that ends too early', () => {
  test('compressed: what can be read is', async () => {
    const lines = Array.from(
      { length: 5000 },
      (_, n) => `{"n":${n},"random":"${(n * 7919 ** 3).toString(36)}"}`,
    );
    const whole = gzipSync(lines.join('\n'));
    const file = written('cut.gz', whole.subarray(0, whole.length / 2));

    const { events, notes } = await read(file);

    expect(events.length).toBeGreaterThan(2000);
    expect(events.slice(0, -1).map(({ message }) => message)).toEqual(lines.slice(0, events.length - 1));
    expect(notes).toEqual([`${file} is cut off: what comes before that is read.`]);
  });

  test('damaged in the middle: likewise', async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, n) => `{"n":${n},"random":"${(n * 7919 ** 3).toString(36)}"}`,
    );
    const whole = gzipSync(lines.join('\n'));
    whole.fill(0, whole.length - 2000, whole.length - 1000);

    const { events, notes } = await read(written('damaged.gz', whole));

    expect(events.length).toBeGreaterThan(10_000);
    expect(notes).toEqual([expect.stringContaining('is damaged: what comes before that is read.')]);
  });

  test.each([
    ['a document', '{"events":[{"timestamp":1772366400000,"message":"a"}]}\n{"events":[{"timestamp":17723'],
    ['a list', '[{"timestamp":1772366400000,"message":"a"},'],
    ['a row', 'timestamp,message\n1772366400000,a\n1772366400000,"b'],
  ])('in the middle of %s', async (_, text) => {
    const file = written('cut.json', text);

    const { events, notes } = await read(file);

    expect(events[0]).toEqual(expect.objectContaining({ timestamp: 1772366400000, message: 'a' }));
    expect(notes[0]).toContain(`${file} ends in the middle of`);
  });
});

test('what Docker has cut is one event', async () => {
  const time = '2026-03-01T12:00:00.000000001Z';
  const file = written(
    'json-file.log',
    [
      { log: DOCUMENT.slice(0, 20), stream: 'stdout', time },
      { log: 'beside\n', stream: 'stderr', time },
      { log: `${DOCUMENT.slice(20)}\n`, stream: 'stdout', time },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );

  expect((await read(file)).events.map(({ message }) => message)).toEqual(['beside', DOCUMENT]);
});

test('a line without an end costs time for its length, and memory for no more than an event', async () => {
  const length = 64 << 20;
  const file = written('long.log', Buffer.concat([Buffer.alloc(length, 'x'), Buffer.from('\n{"a":1}\n')]));

  const { rows } = await runQuery(
    'stats count(*) as n, max(strlen(@message)) as longest',
    readLogs(file, { onNote: () => {} }),
  );

  const [n, longest] = rows[0]!.map(({ value }) => Number(value));
  expect(n).toBe(2);
  expect(longest).toBeLessThan(10 << 20);
}, 60_000);

test('a row without an end, likewise', async () => {
  const rows = 'x'
    .repeat(63)
    .concat('\n')
    .repeat(1 << 18);
  const file = written('long.csv', `timestamp,message\n1772366400000,a\n1772366400000,"${rows}`);

  const { events, notes } = await read(file);

  expect(events.map(({ message }) => message)).toEqual(['a']);
  expect(notes).toEqual([`${file} has a row longer than 8 MB: the rows before it are read.`]);
});

test('lists in lists without an end, likewise', async () => {
  const file = written('deep.json', `{"events":[${'['.repeat(1 << 20)}`);
  const before = process.memoryUsage().heapUsed;

  await read(file);

  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 << 20);
});

test('that events are too long is said once', async () => {
  const lines = '.'
    .repeat(63)
    .concat('\n')
    .repeat(3 << 17);
  const file = written('long-events.log', `2026-03-01T12:00:00.000Z a\n${lines}`);

  expect((await read(file)).notes).toEqual([`${file} has an event longer than 8 MB, which is cut there.`]);
});

test('what the system says of a file is said with its name', async () => {
  const loop = join(folder, 'loop.log');
  symlinkSync(loop, loop);
  const read = (path: string) => runQuery('stats count(*)', readLogs(path));

  await expect(read(loop)).rejects.toThrow(
    new FileError(`${loop} cannot be read: ELOOP: too many symbolic links encountered, stat '${loop}'.`),
  );
  // Nothing can be read at the beginning of a process's memory.
  await expect(read('/proc/self/mem')).rejects.toThrow(
    new FileError('/proc/self/mem cannot be read: EIO: i/o error, read.'),
  );
});

test('a file is read once, whichever links lead to it', async () => {
  const file = written('linked.log', '{"n":1}\n');
  symlinkSync(file, join(folder, 'symbolic.log'));
  linkSync(file, join(folder, 'hard.log'));

  const { rows } = await runQuery(
    'stats count(*) as n',
    readLogs([file, join(folder, 'symbolic.log'), join(folder, 'hard.log')]),
  );

  expect(rows).toEqual([[{ field: 'n', value: '1' }]]);
});

test.each([
  ['plain', (text: string) => Buffer.from(text)],
  ['compressed', (text: string) => gzipSync(text)],
])('a named pipe is read like a file: %s', async (_, pack) => {
  const pipe = join(folder, `pipe-${_}`);
  execFileSync('mkfifo', [pipe]);
  const source = written('source', pack('{"n":1}\n{"n":2}\n'));
  spawn('sh', ['-c', 'cat "$0" > "$1"', source, pipe], { stdio: 'ignore' });

  const { rows } = await runQuery('stats sum(n) as n', readLogs(pipe));

  expect(rows).toEqual([[{ field: 'n', value: '3' }]]);
});

test.each([
  [{ format: 'nope' }, 'Expected `format` to be one of lines, timestamped'],
  [{ formats: 'lines' }, 'Unknown option `formats` of readLogs'],
  [{ log: 3 }, 'Expected `log` to be a text, got 3'],
  [{ onNote: 'x' }, 'Expected `onNote` to be a function'],
  [{ follow: true }, 'Expected `follow` to be an AbortSignal'],
])('options are checked: %j', (options, message) => {
  expect(() => readLogs('x.log', options as ReadLogsOptions)).toThrow(message);
});

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function read(
  file: string,
  options: ReadLogsOptions = {},
): Promise<{ readonly events: LogEvent[]; readonly notes: string[] }> {
  const notes: string[] = [];
  const events: LogEvent[] = [];
  const logs = readLogs(file, { ...options, onNote: ({ message }) => notes.push(message) });
  for await (const event of logs) events.push(event);
  return { events, notes };
}
