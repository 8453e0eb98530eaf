import { credentials, scriptedHandler } from '@needs-retry/fixtures';
import type { ClientClass } from '@needs-retry/service-contract';
import type { AnyClass, Sdk } from './sdk.js';

/** Whether this version of SQS speaks the query protocol, as it did before 3.446. */
export async function speaksQuery(sdk: Sdk): Promise<boolean> {
  const requestHandler = scriptedHandler({ kind: 'response', status: 404 });
  const client = new (sdk.SQSClient as AnyClass)({ region: 'us-east-1', credentials, requestHandler });
  const error = await client.send(new (sdk.ListQueuesCommand as AnyClass)({})).catch((each: unknown) => each);
  const [request] = requestHandler.requests;
  if (request === undefined) throw error;
  return request.headers['content-type'] === 'application/x-www-form-urlencoded';
}

/** A newer client of SQS, for its shapes, that has the answers written as they were in the query protocol. */
export function queryAnswers(Client: ClientClass): ClientClass {
  const protocol = { getShapeId: () => 'aws.protocols#awsQuery', flattened: FLATTENED };
  return function client(config: object) {
    const client = new Client(config);
    return { ...client, config: { ...client.config, protocol } };
  } as unknown as ClientClass;
}

const FLATTENED = { Failed: 'BatchResultErrorEntry', QueueUrls: 'QueueUrl', queueUrls: 'QueueUrl' };
