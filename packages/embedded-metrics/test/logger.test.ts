import { Socket } from 'node:net';
import type { MetricsLogger } from 'aws-embedded-metrics';
import { type AgentDocument, startTcpAgent } from './agent.js';
import { retry } from './events.js';
import { observing, sendingBeside } from './support.js';

const isOurs = ({ kind }: AgentDocument) => kind !== undefined;
const setsOf = ({ _aws }: AgentDocument) =>
  (_aws.CloudWatchMetrics as { Namespace: string; Dimensions: string[][] }[]).map(
    ({ Namespace, Dimensions }) => ({ Namespace, Dimensions }),
  );

/** What an application sets on its logger, with names that could get in our way. */
function fill(logger: MetricsLogger): MetricsLogger {
  return logger
    .setNamespace('Shop')
    .setDimensions([{ ServiceId: 'checkout' }, { Region: 'eu' }])
    .setProperty('kind', undefined)
    .setProperty('tenant', 'acme')
    .setProperty('OperationName', { not: 'a dimension' })
    .setTimestamp(Date.now() - 60_000)
    .putMetric('Orders', 1, 'Count')
    .putMetric('Retries', 40, 'Count');
}

test('what the application has buffered is its own, and what we send is ours', async () => {
  const agent = await startTcpAgent();
  const { logger, observer, problems } = sendingBeside(agent);
  fill(logger);

  const event = retry();
  observer.emit(event);
  await observer.flush();
  logger.putMetric('Orders', 1, 'Count');
  await logger.flush();
  const [ours, theirs] = await agent.received(2);

  const alone = await startTcpAgent();
  const { logger: untouched } = sendingBeside(alone);
  await fill(untouched).putMetric('Orders', 1, 'Count').flush();
  const [asWithoutUs] = await alone.received(1);
  expect({ ...theirs, _aws: { ...theirs?._aws, Timestamp: 0 } }).toEqual({
    ...asWithoutUs,
    _aws: { ...asWithoutUs?._aws, Timestamp: 0 },
  });
  expect(setsOf(ours!)).toEqual([{ Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']] }]);
  expect(ours).toMatchObject({
    _aws: { Timestamp: event.timestamp },
    ServiceId: 's3',
    OperationName: 'GetObject',
    Retries: 1,
  });
  expect(Object.keys(ours!)).not.toContain('tenant');
  expect(problems).toEqual([]);
});

test('1,000 retries among the application’s own use of its logger: each has exactly its own', async () => {
  const agent = await startTcpAgent();
  const { logger, observer, problems } = sendingBeside(agent);
  logger.setNamespace('Shop').setDimensions({ Stage: 'prod' });

  const flushes: Promise<void>[] = [];
  for (let n = 0; n < 1_000; n++) {
    logger.putMetric('Orders', n, 'Count');
    observer.emit(retry({ properties: { n } }));
    if (n % 10 === 9) {
      const child = logger.new().setProperty('order', n);
      flushes.push(child.putMetric('Children', n, 'Count').flush());
      await new Promise(setImmediate);
    }
  }
  await Promise.all([observer.flush(), ...flushes]);
  await logger.flush();
  const documents = await agent.received(1_000 + 100 + 10);

  const ours = documents.filter(isOurs);
  expect(ours.map(({ n }) => n)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  expect(new Set(ours.map((each) => JSON.stringify(setsOf(each))))).toEqual(
    new Set([JSON.stringify([{ Namespace: 'NeedsRetry', Dimensions: [['ServiceId', 'OperationName']] }])]),
  );
  expect(ours.filter(({ Stage, Orders, Children, order }) => Stage ?? Orders ?? Children ?? order)).toEqual(
    [],
  );
  const theirs = documents.filter((each) => !isOurs(each));
  expect(theirs.flatMap(({ Orders = [] }) => Orders as number[]).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 1_000 }, (_, n) => n),
  );
  expect(theirs.filter(({ Children }) => Children !== undefined)).toHaveLength(100);
  expect(theirs.filter(({ Stage }) => Stage !== 'prod')).toEqual([]);
  expect(theirs.filter(({ n, ServiceId, Retries }) => n ?? ServiceId ?? Retries)).toEqual([]);
  expect(problems).toEqual([]);
});

/** A logger of an application that sends by a sink of its own. */
function loggerOn(sink: object): MetricsLogger {
  const { MetricsLogger: Logger } = require('aws-embedded-metrics') as typeof import('aws-embedded-metrics');
  return new Logger(async () => ({
    probe: async () => true,
    getName: () => 'own',
    getType: () => 'own',
    getLogGroupName: () => 'own',
    configureContext: () => {},
    getSink: () => sink as ReturnType<Environment['getSink']>,
  }));
}
type Environment = Awaited<ReturnType<ConstructorParameters<typeof MetricsLogger>[0]>>;
type Context = Parameters<ReturnType<Environment['getSink']>['accept']>[0];

test('a sink of the application’s own that refuses one document gets the others, and that one again', async () => {
  const taken: unknown[] = [];
  let refusals = 3;
  const logger = loggerOn({
    async accept({ properties }: Context) {
      if (properties.n === 0 && refusals-- > 0) throw new Error('refused');
      taken.push(properties.n);
    },
  });
  const { observer, problems } = observing(logger, {});

  for (let n = 0; n < 3; n++) observer.emit(retry({ properties: { n } }));
  await observer.flush();

  expect(taken).toEqual([1, 2, 0]);
  expect(problems.map(String)).toEqual(['Error: refused']);
});

test('a connection that the library gives up without telling who waits for it', async () => {
  // So does its agent sink when a connection is not there within five seconds.
  const socket = new Socket();
  const taken: unknown[] = [];
  const logger = loggerOn({
    socketClient: { socket },
    async accept({ properties }: Context) {
      if (!socket.destroyed) {
        socket.destroy();
        await new Promise(() => {});
      }
      taken.push(properties.n);
    },
  });
  const { observer, problems } = observing(logger, {});

  for (let n = 0; n < 2; n++) observer.emit(retry({ properties: { n } }));
  await observer.flush();

  expect(taken).toEqual([1, 0]);
  expect(problems).toEqual([]);
});

test('wrong input is a TypeError that names it', () => {
  const { embeddedMetricsSink } = require('../src/index.js') as typeof import('../src/index.js');

  expect(() => embeddedMetricsSink({ namespace: 'Shop' } as never)).toThrow(
    new TypeError('Expected `logger` to be a MetricsLogger, got an object.'),
  );
  expect(() => embeddedMetricsSink(undefined, { flush: 1 } as object)).toThrow(
    new TypeError(
      'Unknown option `flush` of embeddedMetricsSink: it takes `namespace`, `dimensions`, `dimensionSets`, `metrics`, `storageResolution`, `cardinalityLimit`, `flushTimeoutMs`.',
    ),
  );
  expect(() => embeddedMetricsSink(undefined, { flushTimeoutMs: -1 })).toThrow(
    new TypeError('Expected `flushTimeoutMs` to be a number of milliseconds from 0 to 2147483647, got -1.'),
  );
});
