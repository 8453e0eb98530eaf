import {
  type Batch,
  type ClientClass,
  type EventStream,
  type Service,
  violationsByPromise,
} from '@needs-retry/service-contract';
import { service as bedrockRuntime } from '../../../../client-bedrock-runtime/test/service.js';
import { service as dynamodb } from '../../../../client-dynamodb/test/service.js';
import { service as kinesis } from '../../../../client-kinesis/test/service.js';
import { service as lambda } from '../../../../client-lambda/test/service.js';
import { service as s3 } from '../../../../client-s3/test/service.js';
import { service as sqs } from '../../../../client-sqs/test/service.js';
import type { Clients } from './cell.js';
import type { Played } from './played.js';
import { queryAnswers, speaksQuery } from './query.js';
import type { AnyClass, Sdk } from './sdk.js';

const SERVICES = { s3, dynamodb, sqs, kinesis, lambda, 'bedrock-runtime': bedrockRuntime };

/** Plays the contract of every service whose client the tree has. A play is one promise for one service. */
export async function playContract(clients: Clients, services?: readonly string[]): Promise<Played> {
  const failures: string[] = [];
  let played = 0;
  for (const [name, service] of Object.entries(SERVICES)) {
    const sdk = clients.tree.client(name);
    if (sdk === undefined || services?.includes(name) === false) continue;
    for (const [promise, violations] of await violationsByPromise(await inVersion(service, sdk, clients))) {
      played++;
      if (violations.length > 0) {
        failures.push(`${service.title}, ${promise}: ${violations.length}, the first: ${violations[0]}`);
      }
    }
  }
  return { played, failures };
}

/** The service with another version of its client. */
async function inVersion(service: Service, sdk: Sdk, clients: Clients): Promise<Service> {
  const Client = sdk[service.client.name] as AnyClass;
  const made = function client(config: Readonly<Record<string, unknown>>) {
    return clients.make(Client, config);
  } as unknown as ClientClass;
  const isQuery = service === sqs && (await speaksQuery(sdk));
  return {
    ...service,
    sdk,
    client: made,
    ...(!bringsShapes(sdk) && {
      batches: service.batches?.map(withoutLineFeeds) ?? [],
      streams: service.streams?.map(withThrottlingOnly) ?? [],
      shapes: { sdk: service.sdk, client: isQuery ? queryAnswers(service.client) : service.client },
    }),
    ...(isQuery && { unsendable: { ...service.unsendable, ...COMPARES_SUMS } }),
  };
}

// There `md5: false` is not known yet, and a script has no sums to answer.
const COMPARES_SUMS = Object.fromEntries(
  ['SendMessage', 'SendMessageBatch', 'ReceiveMessage'].map((name) => [name, 'compares MD5 sums']),
);

/** Old parsers of XML do not know the reference that the new serializer writes for a line feed. */
function withoutLineFeeds(batch: Batch): Batch {
  return {
    ...batch,
    output: (codes, text) =>
      batch.output(
        codes.map((code) => code?.replaceAll('\n', ' ')),
        text,
      ),
  };
}

/** Which other exceptions a stream may have grew with the versions. */
function withThrottlingOnly(stream: EventStream): EventStream {
  const exceptions = Object.entries(stream.exceptions).filter(([, each]) => each === 'throttling');
  return { ...stream, exceptions: Object.fromEntries(exceptions) };
}

function bringsShapes(sdk: Sdk): boolean {
  const name = Object.keys(sdk).find((each) => /^[A-Z]\w*Command$/.test(each))!;
  const command = new (sdk[name] as AnyClass)({});
  return command.schema !== undefined;
}
