import { join } from 'node:path';
import {
  availableRuntimes,
  type FunctionOptions,
  type LambdaFunction,
  type LogEvent,
  type Runtime,
  startFunction,
} from '../src/index.js';

/** `pnpm lambda:matrix` asks for all; otherwise each client once, on the oldest and the newest Node.js. */
export const everything = process.env.LAMBDA_MATRIX === 'all';
export const runtimes: readonly Runtime[] = availableRuntimes().filter(
  (runtime) => everything || runtime !== 'nodejs22.x',
);

/** The major version of the runtime client. */
export function clientOf(runtime: Runtime): 3 | 4 {
  return runtime === 'nodejs24.x' ? 4 : 3;
}

export function handlerFile(name: string): string {
  return join(__dirname, 'handlers', name);
}

const functions: LambdaFunction[] = [];

/** Starts a function that is stopped after the test. */
export async function started(options: FunctionOptions): Promise<LambdaFunction> {
  const fn = await startFunction(options);
  functions.push(fn);
  return fn;
}

afterEach(() => Promise.all(functions.splice(0).map((fn) => fn.stop())));

/** The messages by source, without what the platform says. */
export function messages(fn: LambdaFunction): Record<Exclude<LogEvent['source'], 'platform'>, string[]> {
  const of = (source: LogEvent['source']) =>
    fn
      .logEvents()
      .filter((event) => event.source === source)
      .map((event) => event.message);
  return { stdout: of('stdout'), stderr: of('stderr'), telemetry: of('telemetry') };
}
