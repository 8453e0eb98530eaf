import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  availableRuntimes,
  bundleHandler,
  type FunctionOptions,
  type LambdaFunction,
  startFunction,
} from '@needs-retry/lambda-harness';

/** `pnpm lambda:matrix` plays all runtimes and combinations; the gate each runtime client once. */
export const everything = process.env.LAMBDA_MATRIX === 'all';
export const runtimes = availableRuntimes().filter((runtime) => everything || runtime !== 'nodejs22.x');
/** Those that run several invocations at once. */
export const managed = runtimes.filter((runtime) => runtime !== 'nodejs20.x');

const functions: LambdaFunction[] = [];
const bundles = new Map<string, Promise<string>>();

/** Starts a handler of `handlers/` in its runtime. It is stopped after the test. */
export async function started(
  name: string,
  options: Omit<FunctionOptions, 'handlerFile'>,
  format: 'cjs' | 'esm' = 'cjs',
): Promise<LambdaFunction> {
  const entry = join(__dirname, 'handlers', `${name}.ts`);
  const bundle = bundles.get(name) ?? bundleHandler({ entry }, { format });
  bundles.set(name, bundle);
  const fn = await startFunction({ ...options, handlerFile: await bundle });
  functions.push(fn);
  return fn;
}

afterEach(() => Promise.all(functions.splice(0).map((fn) => fn.stop())));

/** An address that answers nobody until `count` have asked: then so many invocations overlap. */
export async function meetingPoint(count: number) {
  const waiting: ServerResponse[] = [];
  const server = createServer((_, response) => {
    waiting.push(response);
    if (waiting.length === count) for (const each of waiting) each.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

/** The lines of retries, and the documents, of a function that has ended. */
export async function logOf(fn: LambdaFunction) {
  await fn.stop();
  const stdout = fn
    .logEvents()
    .filter(({ source }) => source === 'stdout')
    .map(({ message }) => message);
  const documents = fn.emfEvents().map((event) => JSON.parse(event.message) as Record<string, unknown>);
  return {
    lines: stdout.filter((message) => message.startsWith('needs-retry.')),
    documents,
    of: (kind: string) => documents.filter((document) => document.kind === kind),
    others: stdout.filter((message) => !/^(needs-retry\.|\{"_aws")/.test(message)),
  };
}
