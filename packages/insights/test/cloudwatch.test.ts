import { LogsService, type Reply } from '@needs-retry/fixtures/logs-service';
import {
  QuerySyntaxError,
  runServiceQuery,
  ServiceQueryError,
  type ServiceQueryProgress,
} from '../src/index.js';

const WINDOW = { logGroups: ['/aws/lambda/orders'], start: 1_772_366_400_500, end: 1_772_370_000_900 };
const QUERY = 'stats sum(Retries) as retries by ServiceId';

let service: LogsService | undefined;
afterEach(() => service?.stop());

test.each([
  [{ logGroups: [] }, 'Expected `logGroups` to be an array of names'],
  [{ limit: -3 }, 'Expected `limit` to be a whole number of at least 1, got -3.'],
  [{ start: Number.NaN }, 'Expected `start` to be a number of epoch milliseconds'],
  [{ regoin: 'eu-west-1' }, 'Unknown option `regoin` of runServiceQuery'],
  [{ signal: {} }, 'Expected `signal` to be an AbortSignal'],
])('options are checked: %j', async (options, message) => {
  await expect(runServiceQuery(QUERY, { ...WINDOW, ...options } as typeof WINDOW)).rejects.toThrow(message);
});

test('starts a query, waits until it is complete, and gives its rows without @ptr', async () => {
  service = await LogsService.start(({ action }, calls) => {
    if (action === 'StartQuery') return { queryId: 'q1' };
    return countOf(calls, 'GetQueryResults') < 3 ? running(1) : complete(2);
  });
  const progress: ServiceQueryProgress[] = [];

  const result = await runServiceQuery(QUERY, {
    ...WINDOW,
    limit: 50,
    onProgress: (step) => progress.push(step),
  });

  expect(result).toEqual({
    columns: ['ServiceId', 'retries'],
    rows: rows(2).map((row) => row.slice(0, 2)),
    statistics: { recordsMatched: 2, recordsScanned: 200, bytesScanned: 2 ** 31 },
    notes: [],
  });
  expect(progress.map(({ status, result: { rows }, costUsd }) => [status, rows.length, costUsd])).toEqual([
    ['Running', 1, 0.005],
    ['Running', 1, 0.005],
    ['Complete', 2, 0.01],
  ]);
  expect(service.calls[0]).toEqual({
    action: 'StartQuery',
    input: {
      logGroupNames: ['/aws/lambda/orders'],
      startTime: 1_772_366_400,
      endTime: 1_772_370_000,
      queryString: QUERY,
      limit: 50,
    },
  });
  expect(service.calls.slice(1).map(({ action }) => action)).toEqual(Array(3).fill('GetQueryResults'));
});

test('fetches every page of an answer', async () => {
  service = await LogsService.start(({ action, input }) => {
    if (action === 'StartQuery') return { queryId: 'q1' };
    return input.nextToken === 'more' ? complete(2) : { ...complete(1), nextToken: 'more' };
  });

  const { rows: found } = await runServiceQuery(QUERY, WINDOW);

  expect(found).toHaveLength(3);
});

test('names log groups by their ARNs where it is given any', async () => {
  service = await LogsService.start(({ action }) =>
    action === 'StartQuery' ? { queryId: 'q1' } : complete(0),
  );
  const arn = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders';

  await runServiceQuery(QUERY, { ...WINDOW, logGroups: [arn, '/aws/lambda/stock'] });

  expect(service.calls[0]!.input).toMatchObject({ logGroupIdentifiers: [arn, '/aws/lambda/stock'] });
});

test('shows where the service finds a query malformed, as our own syntax errors do', async () => {
  service = await LogsService.start(() => ({
    error: 'MalformedQueryException',
    body: {
      queryCompileError: {
        location: { startCharOffset: 12, endCharOffset: 16 },
        message: 'unexpected symbol found x',
      },
    },
  }));

  const error = await runServiceQuery('fields a\n| x b', WINDOW).catch((caught: unknown) => caught);

  expect(error).toBeInstanceOf(QuerySyntaxError);
  expect(error).toMatchObject({ line: 2, column: 4, reason: 'unexpected symbol found x' });
  expect((error as Error).message).toBe('unexpected symbol found x\n2 | | x b\n       ^');
});

test('leaves throttling to the SDK, which tries again', async () => {
  service = await LogsService.start(({ action }, calls): Reply => {
    const isFirst = countOf(calls, action) === 1;
    if (isFirst) return { error: 'ThrottlingException' };
    return action === 'StartQuery' ? { queryId: 'q1' } : complete(1);
  });

  const { rows: found } = await runServiceQuery(QUERY, WINDOW);

  expect(found).toHaveLength(1);
  expect(service.calls.map(({ action }) => action)).toEqual([
    'StartQuery',
    'StartQuery',
    'GetQueryResults',
    'GetQueryResults',
  ]);
});

test.each(['Failed', 'Cancelled', 'Timeout'])('rejects when the query ends as %s', async (status) => {
  service = await LogsService.start(({ action }) =>
    action === 'StartQuery' ? { queryId: 'q1' } : { status },
  );

  await expect(runServiceQuery(QUERY, WINDOW)).rejects.toThrow(new ServiceQueryError(status));
});

test('stops the query on the service when it is aborted', async () => {
  service = await LogsService.start(({ action }) => {
    if (action === 'StopQuery') return { success: true };
    return action === 'StartQuery' ? { queryId: 'q1' } : running(1);
  });
  const interrupt = new AbortController();
  const reason = new Error('enough');

  const answered = runServiceQuery(QUERY, {
    ...WINDOW,
    signal: interrupt.signal,
    onProgress: () => interrupt.abort(reason),
  });

  await expect(answered).rejects.toBe(reason);
  expect(service.calls[service.calls.length - 1]).toEqual({ action: 'StopQuery', input: { queryId: 'q1' } });
});

test('answers two queries at once, each with its own rows', async () => {
  service = await LogsService.start(({ action, input }) => {
    if (action === 'StartQuery') return { queryId: String(input.queryString) };
    return complete(input.queryId === 'one' ? 1 : 2);
  });

  const [one, two] = await Promise.all([runServiceQuery('one', WINDOW), runServiceQuery('two', WINDOW)]);

  expect([one.rows.length, two.rows.length]).toEqual([1, 2]);
});

function running(count: number): Reply {
  return { ...complete(count), status: 'Running' };
}

function complete(count: number): Reply {
  return {
    status: 'Complete',
    results: rows(count),
    statistics: { recordsMatched: count, recordsScanned: count * 100, bytesScanned: count * 2 ** 30 },
  };
}

function rows(count: number) {
  return Array.from({ length: count }, (_, index) => [
    { field: 'ServiceId', value: `service-${index}` },
    { field: 'retries', value: String(index) },
    { field: '@ptr', value: 'abc' },
  ]);
}

function countOf(calls: readonly { readonly action: string }[], action: string): number {
  return calls.filter((call) => call.action === action).length;
}
