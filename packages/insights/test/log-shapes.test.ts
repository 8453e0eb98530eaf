import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answer, type FileNote, type LogEvent, readLogs, runQuery } from '../src/index.js';
import { SHAPES, STREAM } from './support/log-shapes.js';

const RECORDED = join(__dirname, 'cases/log-files');
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(SHAPES)('$name', ({ name, bytes, precisionMs, hasStream, events }) => {
  // The console shows an event as one line.
  const isOneLine = name === 'the console, copied';
  const file = join(folder, 'shape.log');
  beforeEach(() => writeFileSync(file, bytes));

  test('has its events', async () => {
    const seen: LogEvent[] = [];
    for await (const event of readLogs(file)) seen.push(event);

    const read = seen.map((event) => told(event));
    // What is prefixed line by line has a line of a message as an event.
    const all = events.map((event) =>
      told(isOneLine ? { ...event, message: event.message.replaceAll('\n', ' ') } : event),
    );
    const byLine = all.flatMap(({ message, ...rest }) =>
      message.split('\n').map((line) => ({ message: line, ...rest })),
    );
    expect(read).toEqual(read.length === byLine.length ? byLine : all);
  });

  function told({ timestamp, message, logStream }: LogEvent) {
    return {
      message: message.startsWith('{') ? JSON.stringify(JSON.parse(message)) : plain(message),
      ...(precisionMs !== undefined && { timestamp: Math.floor(timestamp / precisionMs) * precisionMs }),
      ...(hasStream && { logStream }),
    };
  }

  test('has three retries, in lines and in documents', async () => {
    const notes: FileNote[] = [];
    const logs = readLogs(file, { onNote: (note) => notes.push(note) });

    const lines = await answer('retries-by-operation', logs, { form: 'line' });
    const documents = await runQuery('filter kind = "attempt" | stats sum(Retries) as n', logs);

    expect(lines.rows.map((row) => row.map(({ value }) => value))).toEqual([['s3', 'ListBuckets', '3']]);
    expect(documents.rows).toEqual([[{ field: 'n', value: '3' }]]);
    expect(notes.filter(({ message }) => !message.includes('at the beginning'))).toEqual([]);
  });
});

describe.each([
  'web/app/0f2c4e6a8b0d4c1e9f',
  'i-0123456789abcdef0',
  'ip-10-0-0-1.eu-west-1.compute.internal',
  'orders',
])('of the stream %s', (stream) => {
  test.each([
    'aws logs tail',
    'aws logs tail --format json',
    'sam logs',
    'awslogs',
    'awslogs --timestamp',
    'awslogs --no-group --timestamp',
    'saw',
    'filter-log-events --output text',
  ])('%s', async (name) => {
    // Without times, only the group says that the second word is a stream.
    if (name === 'awslogs' && stream === 'orders') return;
    const { bytes } = SHAPES.find((shape) => shape.name === name)!;
    const file = join(folder, 'stream.log');
    writeFileSync(file, bytes.toString().replaceAll(STREAM, stream));

    const { rows } = await runQuery(
      'filter kind = "attempt" | stats sum(Retries) as n by @logStream',
      readLogs(file),
    );

    expect(rows).toEqual([
      [
        { field: '@logStream', value: stream },
        { field: 'n', value: '3' },
      ],
    ]);
  });
});

describe.each(readdirSync(RECORDED))('the recorded %s', (name) => {
  test('has three retries', async () => {
    const logs = readLogs(join(RECORDED, name));

    const lines = await answer('retries-by-operation', logs, { form: 'line' });
    const documents = await runQuery('filter kind = "attempt" | stats sum(Retries) as n', logs);

    expect(lines.rows.map((row) => row.map(({ value }) => value))).toEqual([['s3', 'ListBuckets', '3']]);
    // The copy of the console has JSON lines alone.
    expect(documents.rows).toEqual(name.startsWith('console-copy') ? [] : [[{ field: 'n', value: '3' }]]);
  });
});

/** Tools trim messages, and the console's copies have spaces for tabs. */
function plain(message: string): string {
  return message
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .join('\n');
}
