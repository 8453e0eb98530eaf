import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import { type Reply, routedHandler } from '@needs-retry/testing';
import type { ServiceAdapter } from '../src/index.js';
import { attemptsOf, dynamodbClient, endsOf, recording, s3Client } from './support.js';

// What changes after a client was observed: adapters, observers, and both while a call is in flight.

const list = () => new ListBucketsCommand({});
const ok = () => s3Client({ requestHandler: scriptedHandler(s3.ok()) });
const adapter = (resource: string, service = 's3'): ServiceAdapter => ({
  service,
  properties: () => ({ resource }),
});
const namesOf = ({ events }: ReturnType<typeof recording>) => events.map(({ eventName }) => eventName);
const resourcesOf = ({ events }: ReturnType<typeof recording>) =>
  events.flatMap((event) => (event.kind === 'after-call' ? [event.properties.resource] : []));

describe('an adapter', () => {
  test('given after the first call of a plugin corrects the service’s name', async () => {
    const record = recording();
    const client = dynamodbClient({ requestHandler: scriptedHandler(dynamodb.ok()) });
    client.middlewareStack.use(record.observer.plugin());
    await client.send(new ListTablesCommand({}));
    client.middlewareStack.use(record.observer.plugin(adapter('t', 'orders')));
    await client.send(new ListTablesCommand({}));

    expect(namesOf(record)).toEqual([
      'needs-retry.dynamodb.ListTables',
      'after-call.dynamodb.ListTables',
      'needs-retry.orders.ListTables',
      'after-call.orders.ListTables',
    ]);
  });

  test('given by a second observer serves both', async () => {
    const [one, two] = [recording(), recording()];
    const client = one.observer.observe(ok());
    two.observer.observe(client, adapter('given by the second'));

    await client.send(list());

    expect([resourcesOf(one), resourcesOf(two)]).toEqual([['given by the second'], ['given by the second']]);
  });

  test('is forgotten with the last observer, and not before', async () => {
    const [one, two] = [recording(), recording()];
    const client = one.observer.observe(two.observer.observe(ok(), adapter('first')));
    two.observer.unobserve(client);
    await client.send(list());
    one.observer.unobserve(client);
    one.observer.observe(client);
    await client.send(list());
    one.observer.observe(client, adapter('second'));
    await client.send(list());

    expect(resourcesOf(one)).toEqual(['first', undefined, 'second']);
  });
});

test('a plugin’s service has the name that its first request tells, not that of its client’s class', async () => {
  const record = recording();
  const requestHandler = scriptedHandler(dynamodb.ok());
  const client = dynamodbClient({ requestHandler, serviceId: 'Order Book' } as object);
  client.middlewareStack.use(record.observer.plugin());

  await client.send(new ListTablesCommand({}));
  await client.send(new ListTablesCommand({}));

  const call = ['needs-retry.order-book.ListTables', 'after-call.order-book.ListTables'];
  expect(namesOf(record)).toEqual([...call, ...call]);
});

describe('detaching', () => {
  /** A client whose next request goes out when `sent` resolves, and is answered by `answer`. */
  function pending() {
    let answer!: (reply: Reply) => void;
    const reply = new Promise<Reply>((resolve) => {
      answer = resolve;
    });
    let goesOut!: () => void;
    const sent = new Promise<void>((resolve) => {
      goesOut = resolve;
    });
    const client = s3Client({ requestHandler: routedHandler(() => s3.ok()) });
    client.middlewareStack.add(
      (next) => async (args) => {
        goesOut();
        if ((await reply).kind !== 'response')
          throw Object.assign(new Error('hung up'), { name: 'TimeoutError' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    return { client, sent, answer };
  }

  test('while a request is out ends the events of its call, and the call leaves the list of those in flight', async () => {
    const [left, late] = [recording(), recording()];
    const { client, sent, answer } = pending();
    left.observer.observe(client);
    const call = client.send(list());
    await sent;
    left.observer.unobserve(client);
    expect(left.observer.callsInFlight()).toEqual([]);
    late.observer.observe(client);
    expect(late.observer.callsInFlight()).toMatchObject([{ attempts: 1, phase: 'attempt' }]);
    left.observer.observe(client);
    left.observer.unobserve(client);
    late.observer.unobserve(client);
    answer(s3.ok());
    await call;

    late.observer.observe(client);
    expect([...left.events, ...late.events]).toEqual([]);
    expect(late.observer.callsInFlight()).toEqual([]);
  });

  test('one of two while a request is out leaves the other the whole call', async () => {
    const [left, stays] = [recording(), recording()];
    const { client, sent, answer } = pending();
    left.observer.observe(stays.observer.observe(client));
    const call = client.send(list());
    await sent;
    left.observer.unobserve(client);
    answer(s3.ok());
    await call;

    expect(left.events).toEqual([]);
    expect([attemptsOf(stays.events), endsOf(stays.events)]).toEqual([['1:ok(200)'], ['success 1']]);
  });

  test('for a while in a call: its attempts are numbered as they were made', async () => {
    const record = recording();
    let asked = 0;
    const reply = () => {
      asked++;
      if (asked === 2) record.observer.unobserve(client);
      if (asked === 4) record.observer.observe(client);
      return asked === 5 ? s3.ok() : s3.slowDown();
    };
    const client = s3Client({ requestHandler: scriptedHandler(reply), maxAttempts: 5 });

    await record.observer.observe(client).send(list());

    expect(attemptsOf(record.events)).toEqual(['1:SlowDown(503)', '4:SlowDown(503)', '5:ok(200)']);
    expect(endsOf(record.events)).toEqual(['recovered 5']);
  });

  test.each([false, true])(
    'has the SDK make its handlers anew, without our frames (cacheMiddleware %s)',
    async (cacheMiddleware) => {
      const { observer } = recording();
      let made = 0;
      const client = s3Client({ cacheMiddleware, requestHandler: scriptedHandler(s3.ok()) });
      client.middlewareStack.add(
        (next) => {
          made++;
          return next;
        },
        { step: 'build' },
      );
      const counts: number[] = [];
      for (const act of [() => {}, () => observer.observe(client), () => observer.unobserve(client)]) {
        act();
        await client.send(list());
        await client.send(list());
        counts.push(made);
      }

      expect(counts).toEqual(cacheMiddleware ? [1, 2, 3] : [2, 4, 6]);
    },
  );
});
