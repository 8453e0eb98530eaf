import { expect } from 'expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import { forget, isolated, load } from './modules.js';

/** What became of a test that was run. */
export interface Ran {
  /** Its file and its whole name. */
  readonly id: string;
  readonly file: string;
  readonly tookMs: number;
  /** Undefined if it passed. */
  readonly failure: string | undefined;
}

export interface How {
  /** Which tests to run; without it, all. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** A test that takes longer fails. */
  readonly hangsMs: number;
  /** Ends the run at the first failure. */
  readonly bails: boolean;
  /** Called when all modules are loaded. */
  readonly onLoaded: () => void;
  /** Called at the start of each test. */
  readonly onTest: (id: string) => void;
}

type Test = circus.State['currentlyRunningTest'] & object;
type Block = circus.State['rootDescribeBlock'];

const { test, it, describe, beforeAll, beforeEach, afterAll, afterEach } = circus;
const mocker = new ModuleMocker(globalThis);
const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  isolateModules: isolated,
};

/** Runs the tests of a file with Jest's own engine, its modules loaded anew, in this process and its realm. */
export async function runTestFile(file: string, how: How): Promise<readonly Ran[]> {
  Object.assign(globalThis, { test, it, describe, beforeAll, beforeEach, afterAll, afterEach, expect, jest });
  circus.resetState();
  circus.getState().testTimeout = how.hangsMs;
  forget();
  forgetShared();
  load(file);
  how.onLoaded();
  const tests = testsOf(circus.getState().rootDescribeBlock);
  const { wanted } = how;
  if (wanted !== undefined) for (const each of tests) if (!wanted.has(idOf(file, each))) each.mode = 'skip';
  return runOf(file, tests, how);
}

/** What copies of core share in a thread. */
function forgetShared(): void {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (Symbol.keyFor(key)?.startsWith('@needs-retry/')) Reflect.deleteProperty(globalThis, key);
  }
}

async function runOf(file: string, tests: readonly Test[], how: How): Promise<readonly Ran[]> {
  const ran: Ran[] = [];
  // What no test awaits fails the test that runs, as in Jest.
  const onUnhandled = (error: unknown): void => {
    circus.getState().currentlyRunningTest?.errors.push(error as Error);
  };
  const onEvent = (event: circus.Event): void => {
    if (event.name === 'test_started') how.onTest(idOf(file, event.test));
    if (event.name !== 'test_done') return;
    const failure = failureOf(event.test.errors[0]);
    ran.push({ id: idOf(file, event.test), file, tookMs: event.test.duration ?? 0, failure });
    if (how.bails && failure !== undefined) for (const each of tests) each.mode = 'skip';
  };
  process.on('uncaughtException', onUnhandled);
  process.on('unhandledRejection', onUnhandled);
  circus.addEventHandler(onEvent);
  try {
    await circus.run();
  } finally {
    circus.removeEventHandler(onEvent);
    process.off('uncaughtException', onUnhandled);
    process.off('unhandledRejection', onUnhandled);
  }
  return ran;
}

function testsOf(block: Block): Test[] {
  return block.children.flatMap((child) => (child.type === 'describeBlock' ? testsOf(child) : [child]));
}

function idOf(file: string, { name, parent }: Test): string {
  const names = [name];
  for (let block: Block | undefined = parent; block?.parent; block = block.parent) names.unshift(block.name);
  return `${file.slice(file.lastIndexOf('/') + 1)}: ${names.join(' ')}`;
}

/** Jest keeps an error, or a pair of it and where the test was defined. */
function failureOf(error: unknown): string | undefined {
  const [first] = Array.isArray(error) ? error : [error];
  if (error === undefined) return undefined;
  return first instanceof Error ? first.message : String(first);
}
