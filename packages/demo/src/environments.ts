import { rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { credentials } from '@needs-retry/fixtures';
import { bundleHandler, type LambdaFunction, startFunction } from '@needs-retry/lambda-harness';
import { type Endpoints, REGION } from './shop.js';

/** An event of the function's log group, as CloudWatch Logs stores it. */
export type LogEvent = { readonly timestamp: number; readonly message: string };

/** The execution environments of one function. */
export type Environments = {
  /** Starts as many environments as there are events, up to a limit, and gives each one event at a time. */
  invokeAll(events: readonly object[]): Promise<readonly unknown[]>;
  stop(): Promise<void>;
  /** By time. What was written is whole once they are stopped. */
  log(): readonly LogEvent[];
};

const MAX_ENVIRONMENTS = 4;

/** Builds a function from the TypeScript of its handler. */
export async function buildFunction(source: string, endpoints: Endpoints): Promise<Environments> {
  const handlerFile = await bundleHandler({ entry: source });
  const environments: LambdaFunction[] = [];

  async function scaleTo(count: number): Promise<void> {
    const missing = Array.from({ length: Math.max(0, count - environments.length) });
    environments.push(...(await Promise.all(missing.map(() => startEnvironment(handlerFile, endpoints)))));
  }

  return {
    async invokeAll(events) {
      await scaleTo(Math.min(events.length, MAX_ENVIRONMENTS));
      const queue = [...events];
      const results: unknown[] = [];
      const work = async (environment: LambdaFunction) => {
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
          results.push(await invoke(environment, event));
        }
      };
      await Promise.all(environments.map(work));
      return results;
    },
    async stop() {
      await Promise.all(environments.map((environment) => environment.stop()));
      await rm(dirname(handlerFile), { recursive: true });
    },
    log: () =>
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

async function invoke(environment: LambdaFunction, event: object): Promise<unknown> {
  const invocation = await environment.invoke(event);
  if ('result' in invocation) return invocation.result;
  const log = environment.logEvents().map(({ message }) => message);
  throw new Error(`The function failed: ${JSON.stringify(invocation)}\n${log.slice(-20).join('\n')}`);
}
