import { runQuery } from '../src/index.js';

const NOON = Date.UTC(2026, 2, 1, 12);

test('texts that differ in times, ids, addresses and numbers are one pattern, which shows where', async () => {
  const texts = [
    '2026-03-01T12:00:00.000Z c793869b-ee49-115b-a5b6-4fd21e8dedac INFO 10.0.0.1 took 15 ms (req_1a)',
    '2026-03-01T12:00:01.000Z 1793869b-ee49-115b-a5b6-4fd21e8dedac INFO 10.0.0.2 took 7.5 ms (req_2b)',
    'ERROR out of memory',
  ];

  expect(await patterns(texts)).toEqual([
    [
      '<Time-1> <UUID-2> INFO <IPAddress-3> took <Number-4> ms (<Token-5>)',
      '0.6666666666666666',
      '2',
      'INFO',
    ],
    ['ERROR out of memory', '0.3333333333333333', '1', 'ERROR'],
  ]);
});

test('what never differs is shown as it is, whatever it looks like', async () => {
  const texts = ['GET /v1/users/7 took 3 ms', 'GET /v1/users/8 took 3 ms'];

  expect(await patterns(texts)).toEqual([['GET /v1/users/<Number-1> took 3 ms', '1', '2']]);
});

test('templates that differ in one word of many are one, of few are not', async () => {
  const texts = [
    'WARNING: user ann was not found in the table',
    'user bob was not found in the table',
    'user cem was not found in the table',
    'order created',
    'order deleted',
  ];

  expect(await patterns(texts)).toEqual([
    ['user <Token-1> was not found in the table', '0.4', '2'],
    ['WARNING: user ann was not found in the table', '0.2', '1', 'WARN'],
    ['order created', '0.2', '1'],
    ['order deleted', '0.2', '1'],
  ]);
});

test('the order of the events makes no difference', async () => {
  const texts = Array.from({ length: 300 }, (_, n) =>
    n % 3 ? `call ${n} of user u${n} failed with code ${n % 7}` : `retry of call ${'abcdef'[n % 6]} done`,
  );

  expect(await patterns([...texts].reverse())).toEqual(await patterns(texts));
});

test('patterns are rows to be filtered, sorted and shown, and a parsed field has patterns, too', async () => {
  const texts = ['1 user=a1', '2 user=b2', 'no user'];

  expect(
    await patterns(texts, 'parse @message "user=*" as user | pattern user | filter @sampleCount > 1'),
  ).toEqual([['<Token-1>', '1', '2']]);
  expect(await patterns(texts, 'pattern @message | sort @pattern asc | display @pattern')).toEqual([
    ['<Number-1> user=<Token-2>'],
    ['no user'],
  ]);
});

test('more patterns than memory should hold keep the frequent ones, and count the others', async () => {
  function* lines() {
    for (let n = 0; n < 10_000; n++) {
      yield n % 2 ? 'the same again and again' : `${word(n)} ${word(n * 7)} ${word(n * 31)}`;
    }
  }

  const rows = await patterns(lines());

  expect(rows[0]).toEqual(['the same again and again', '0.5', '5000']);
  expect(rows[1]).toEqual(['(patterns too rare to be kept)', expect.any(String), expect.any(String)]);
  expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(10_000);
});

async function patterns(texts: Iterable<string>, query = 'pattern @message'): Promise<string[][]> {
  const events = [...texts].map((message, index) => ({ timestamp: NOON + index, message }));
  const { rows } = await runQuery(query, events);
  return rows.map((row) => row.map(({ value }) => value));
}

function word(n: number): string {
  return [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
