import { rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import {
  credentials,
  type FaultRates,
  type FaultScript,
  seededFaults,
  startFaultProxy,
  type Tally,
} from '@needs-retry/fixtures';
import { bundleHandler, type LambdaFunction, startFunction } from '@needs-retry/lambda-harness';
import type { Progress } from './progress.js';
import { type Endpoints, inBatches, openShop, REGION } from './shop.js';

/** An event of the function's log group, as CloudWatch Logs stores it. */
export type LogEvent = { readonly timestamp: number; readonly message: string };

export type Run = {
  readonly orders: number;
  readonly failedOrders: number;
  /** What reached the servers, per operation. */
  readonly seen: readonly Tally[];
  /** By time. */
  readonly log: readonly LogEvent[];
};

export type RunOptions = {
  readonly handlerFile: string;
  readonly seed: string;
  /** AWS calls to make, at least. */
  readonly calls: number;
  readonly progress: Progress;
};

const RATES: FaultRates = {
  throttling: 0.12,
  'internal-error': 0.04,
  unavailable: 0.04,
  reset: 0.05,
  slow: 0.05,
};
const SLOW_MS = 400;

const CALLS_PER_ORDER = 4;
const ORDERS_PER_EVENT = 10;
const MAX_ENVIRONMENTS = 4;

/** Sends orders to the function until it has made as many calls as wanted. */
export async function run({ handlerFile, seed, calls, progress }: RunOptions): Promise<Run> {
  progress.stage('Starting S3, DynamoDB and the fault proxy');
  const counted = countedCalls(seededFaults(seed, RATES, SLOW_MS), (count) => progress.calls(count, calls));
  const proxy = await startFaultProxy({ script: counted.script });
  try {
    const shop = await openShop(proxy.behind);
    progress.stage('Building the function');
    const group = functionGroup(await bundleHandler({ entry: handlerFile }), proxy);
    try {
      progress.stage(`Making ${calls} calls`);
      let orders = 0;
      let failedOrders = 0;
      // An order that fails on its way makes fewer calls, and more orders make up for it.
      while (counted.count() < calls) {
        const orderIds = await shop.order(Math.ceil((calls - counted.count()) / CALLS_PER_ORDER));
        const results = await group.invokeAll(
          inBatches(orderIds, ORDERS_PER_EVENT).map((orderIds) => ({ orderIds })),
        );
        orders += orderIds.length;
        failedOrders += results.flatMap(({ failed }) => failed).length;
      }
      await group.stop();
      return { orders, failedOrders, seen: proxy.tally(), log: group.log() };
    } finally {
      await group.stop();
    }
  } finally {
    await proxy.stop();
  }
}

function countedCalls(faults: FaultScript, onCount: (count: number) => void) {
  let count = 0;
  const script: FaultScript = (request) => {
    if (request.attempt === 1) onCount(++count);
    return faults(request);
  };
  return { script, count: () => count };
}

type Result = { readonly failed: readonly string[] };

/** A function that Lambda scales out: as many environments as there are events, up to a limit. */
function functionGroup(handlerFile: string, endpoints: Endpoints) {
  const environments: LambdaFunction[] = [];

  async function invokeAll(events: readonly object[]): Promise<readonly Result[]> {
    const wanted = Math.min(events.length, MAX_ENVIRONMENTS) - environments.length;
    environments.push(
      ...(await Promise.all(
        Array.from({ length: Math.max(0, wanted) }, () => startEnvironment(handlerFile, endpoints)),
      )),
    );
    const queue = [...events];
    const results = environments.map(async (environment) => {
      const own: Result[] = [];
      for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
        own.push(await invoke(environment, event));
      }
      return own;
    });
    return (await Promise.all(results)).flat();
  }

  return {
    invokeAll,
    async stop() {
      await Promise.all(environments.map((environment) => environment.stop()));
      await rm(dirname(handlerFile), { recursive: true, force: true });
    },
    log: (): readonly LogEvent[] =>
      environments
        .flatMap((environment) => environment.logEvents())
        .map(({ timestamp, message }) => ({ timestamp, message }))
        .sort((a, b) => a.timestamp - b.timestamp),
  };
}

function startEnvironment(
  handlerFile: string,
  { s3Endpoint, dynamodbEndpoint }: Endpoints,
): Promise<LambdaFunction> {
  return startFunction({
    // The Node.js that runs the demo, whichever it is.
    runtime: 'nodejs20.x',
    handlerFile,
    timeoutMs: 60_000,
    env: {
      AWS_LAMBDA_FUNCTION_NAME: 'receipts',
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3Endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
      // What the user has configured is for the real AWS.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
}

async function invoke(environment: LambdaFunction, event: object): Promise<Result> {
  const invocation = await environment.invoke(event);
  if ('result' in invocation) return invocation.result as Result;
  const log = environment.logEvents().map(({ message }) => message);
  throw new Error(`The function failed: ${JSON.stringify(invocation)}\n${log.slice(-20).join('\n')}`);
}
