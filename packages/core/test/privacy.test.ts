import { join } from 'node:path';
import { inspect } from 'node:util';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { captureNode, dynamodb, s3, scriptedHandler } from '@needs-retry/fixtures';
import * as fc from 'fast-check';
import { dynamodbClient, recording, s3Client } from './support.js';

// Every text of an input, an error or a header is unique, so that it is found wherever it turns up.
const secret = fc.uuid().map((id) => `secret-${id}`);

test('nothing of an input, an error’s message or a header is in a line or a document', async () => {
  await fc.assert(
    fc.asyncProperty(secret, secret, secret, secret, async (key, message, header, value) => {
      const record = recording();
      const logger = { debug() {}, info() {}, warn() {}, error() {} };
      const failure = s3.error(503, 'SlowDown', message, { 'x-amz-meta-owner': header, server: header });
      const photos = s3Client({ requestHandler: scriptedHandler(failure), logger });
      const throttled = dynamodb.error(400, 'ThrottlingException', { message, Item: { id: { S: value } } });
      const orders = dynamodbClient({ requestHandler: scriptedHandler(throttled), logger });
      record.observer.observe(photos);
      record.observer.observe(orders);

      await photos
        .send(new GetObjectCommand({ Bucket: key, Key: key, SSECustomerKey: value }))
        .catch(() => {});
      const get = { TableName: key, Key: { id: { S: key } }, ExpressionAttributeNames: { '#n': value } };
      await orders.send(new GetItemCommand(get)).catch(() => {});

      expect(record.documents.length).toBeGreaterThan(4);
      expect(JSON.stringify([record.lines, record.documents])).not.toContain('secret-');
    }),
    { numRuns: 20 },
  );
});

test('a request that is printed on its way shows nothing more of the input', async () => {
  const timesPrinted = async (observe: boolean) => {
    let text = '';
    const client = s3Client({ requestHandler: scriptedHandler(s3.ok('<Result/>')) });
    if (observe) recording().observer.observe(client);
    client.middlewareStack.add(
      (next) => (args) => {
        text = inspect(args.request, { depth: 9 });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'high' },
    );
    await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k', VersionId: 'secret-1' }));
    return text.split('secret-1').length - 1;
  };

  expect(await timesPrinted(true)).toBe(await timesPrinted(false));
});

test('whoever prints the arguments of a call sees of ours only that it is there', async () => {
  let text = '';
  const client = s3Client({ requestHandler: scriptedHandler(s3.ok('<Result/>')) });
  recording().observer.observe(client);
  client.middlewareStack.add(
    (next) => (args) => {
      text = inspect({ ...args, input: {}, request: {} });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'high' },
  );

  await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

  // Node.js 24 leaves the brackets away.
  expect(text).toMatch(/^ *\[?Symbol\(@needs-retry\/call\/v2\)\]?: Call$/m);
  expect(text).not.toContain('startedAt');
});

test('the default onError says each kind of problem once, on one line, and quotes no foreign message', async () => {
  const { stdout, stderr, exitCode } = await captureNode(join(__dirname, 'programs', 'problems.ts'));

  expect({ stdout, stderr: [...stderr].sort(), exitCode }).toEqual({
    stdout: ['needs-retry.s3.ListBuckets|increment|count=1'],
    stderr: [
      'needs-retry: Expected property `b needs-retry\\u002es3.X` to be a string, a finite number or a boolean, got object. Further ones are not shown; `onError` gets them all.',
      'needs-retry: adapter failed (RangeError). Further ones are not shown; `onError` gets them all.',
      'needs-retry: handler failed (TypeError). Further ones are not shown; `onError` gets them all.',
      'needs-retry: sink failed (string). Further ones are not shown; `onError` gets them all.',
    ],
    exitCode: 0,
  });
});
