import { isDeepStrictEqual } from 'node:util';
import {
  botocoreTraces,
  comparable,
  type ObservedClient,
  playTrace,
  type TraceClientSettings,
  type TraceScenario,
} from '@needs-retry/fixtures';
import { observeTrace } from '../../../../core/test/observe-trace.js';
import { problemsByTheServer } from './by-the-server.js';
import type { Clients } from './cell.js';
import type { TracesPlayed } from './played.js';
import type { AnyClass } from './sdk.js';

/** Plays every recorded trace with the clients of a cell. */
export async function playTraces(clients: Clients, ids?: readonly string[]): Promise<TracesPlayed> {
  const scenarios = botocoreTraces.scenarios.filter(({ id }) => ids?.includes(id) ?? true);
  const failures: string[] = [];
  const otherwise: string[] = [];
  for (const scenario of scenarios) {
    const result = await play(scenario, clients);
    if (result === 'otherwise') otherwise.push(scenario.id);
    else if (result !== 'same') failures.push(`${scenario.id}: ${result}`);
  }
  return { played: scenarios.length, failures, otherwise };
}

/**
 * `same` if it is as in boto3. Where this version of the SDK makes other attempts than boto3, its server's own record says
 * what must have been told: then `otherwise`. Else what differs.
 */
async function play(scenario: TraceScenario, clients: Clients): Promise<string> {
  try {
    const trace = await playTrace(scenario, (settings) => observed(settings, clients));
    const [actual, expected] = [comparable(scenario, trace), comparable(scenario, scenario.boto3)];
    if (isDeepStrictEqual(actual, expected)) return 'same';
    const problems = problemsByTheServer(scenario, trace);
    return problems.length === 0 ? 'otherwise' : problems.join('; ');
  } catch (error) {
    return String(error);
  }
}

const CLASSES = { s3: 'S3Client', dynamodb: 'DynamoDBClient' } as const;

function observed({ service, config }: TraceClientSettings, clients: Clients): ObservedClient {
  const { tree } = clients;
  const sdk = tree.client(service)!;
  const { requestHandler, maxAttempts } = config;
  // Old versions take no options for a handler, and have another name for its time.
  const handler = new tree.NodeHttpHandler({
    ...requestHandler,
    socketTimeout: requestHandler.requestTimeout,
  });
  const client = clients.make(
    sdk[CLASSES[service]] as AnyClass,
    { ...config, requestHandler: handler },
    maxAttempts,
  );
  return { ...observeTrace(client), sdk };
}
