import { LogStream } from '../src/log-stream.js';

const document = (members: object) =>
  JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [] }, ...members });
const timestamp = '2026-01-01T00:00:00.000Z';

test('a JSON line below the level is dropped in JSON format, and counts as INFO unless it says otherwise', () => {
  const lines = {
    bare: document({}),
    untimed: document({ level: 'WARN' }),
    mistimed: document({ level: 'WARN', timestamp: '01/01/2026' }),
    info: document({ level: 'INFO', timestamp }),
    warn: document({ level: 'WARN', timestamp }),
    offset: document({ level: 'error', timestamp: '2026-01-01T01:00:00+01:00' }),
    text: 'needs-retry.s3.GetObject|increment|count=1',
  };

  const kept = (format: 'Text' | 'JSON', level: 'INFO' | 'WARN' | 'ERROR') => {
    const log = new LogStream(format, level);
    for (const line of Object.values(lines)) log.add('stdout', line);
    const messages = log.events().map((event) => event.message);
    expect(log.dropped()).toHaveLength(Object.keys(lines).length - messages.length);
    return Object.entries(lines)
      .filter(([, line]) => messages.includes(line))
      .map(([name]) => name);
  };

  expect({ info: kept('JSON', 'INFO'), warn: kept('JSON', 'WARN'), error: kept('JSON', 'ERROR') }).toEqual({
    info: Object.keys(lines),
    warn: ['warn', 'offset', 'text'],
    error: ['offset', 'text'],
  });
  expect(kept('Text', 'ERROR')).toEqual(Object.keys(lines));
});

test('metrics come from an event that is one JSON object with `_aws`, or ends in one', () => {
  const log = new LogStream('Text', 'INFO');
  const whole = document({ Retries: 1 });

  log.add('stdout', whole, 1);
  log.add('telemetry', `TIME\tID\tINFO\t${whole}`, 2);
  log.add('stdout', `${whole} trailing`, 3);
  log.add('stdout', whole.slice(0, -1), 4);
  log.add('stdout', JSON.stringify({ message: JSON.parse(whole) }), 5);
  log.add('stdout', '{}', 6);

  expect(log.emfEvents()).toEqual([
    { timestamp: 1, source: 'stdout', message: whole, document: JSON.parse(whole), prefixed: false },
    {
      timestamp: 2,
      source: 'telemetry',
      message: `TIME\tID\tINFO\t${whole}`,
      document: JSON.parse(whole),
      prefixed: true,
    },
  ]);
});

test('events are in the order of their times, an over-long one is cut, and an empty one is none', () => {
  const log = new LogStream('Text', 'INFO');

  log.add('stdout', 'x'.repeat(262_145), 2);
  log.add('telemetry', 'earlier', 1);
  log.add('stdout', '', 3);

  expect(log.events().map(({ message }) => message.length)).toEqual([7, 262_144, 1]);
});
