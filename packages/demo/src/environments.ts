import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Endpoints, localAws } from '@needs-retry/fixtures';
import { bundleHandler, type LambdaFunction, startFunction } from '@needs-retry/lambda-harness';

/** An event of the function's log group, as CloudWatch Logs stores it. */
export type LogEvent = { readonly timestamp: number; readonly message: string };

/** The execution environments of one function. */
export type Environments = {
  /** Starts as many environments as there are events, up to a limit, and gives each one event at a time. */
  invokeAll(events: readonly object[]): Promise<readonly unknown[]>;
  /** Gives an environment of its own an event that it does not finish with. */
  invokeUntilTimeout(event: object): Promise<void>;
  stop(): Promise<void>;
  /** By time. What was written is whole once they are stopped. */
  log(): readonly LogEvent[];
};

const MAX_ENVIRONMENTS = 4;

export type FunctionSettings = {
  readonly name: string;
  /** The TypeScript of its handler. */
  readonly source: string;
  readonly timeoutMs: number;
};

export async function buildFunction(settings: FunctionSettings, endpoints: Endpoints): Promise<Environments> {
  const handlerFile = await bundleHandler({ entry: settings.source });
  const start = () => startEnvironment(handlerFile, settings, endpoints);
  const environments: LambdaFunction[] = [];

  async function scaleTo(count: number): Promise<void> {
    const missing = Array.from({ length: Math.max(0, count - environments.length) });
    environments.push(...(await Promise.all(missing.map(start))));
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
    async invokeUntilTimeout(event) {
      const environment = await start();
      environments.push(environment);
      const invocation = await environment.invoke(event);
      if (!('timedOut' in invocation)) throw new Error(`It did end: ${JSON.stringify(invocation)}`);
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
  { name, timeoutMs }: FunctionSettings,
  endpoints: Endpoints,
): Promise<LambdaFunction> {
  return startFunction({
    // The Node.js that runs the demo, whichever it is.
    runtime: 'nodejs20.x',
    handlerFile,
    timeoutMs,
    env: localAws(name, endpoints),
  });
}

async function invoke(environment: LambdaFunction, event: object): Promise<unknown> {
  const invocation = await environment.invoke(event);
  if ('result' in invocation) return invocation.result;
  const log = environment.logEvents().map(({ message }) => message);
  throw new Error(`The function failed: ${JSON.stringify(invocation)}\n${log.slice(-20).join('\n')}`);
}
