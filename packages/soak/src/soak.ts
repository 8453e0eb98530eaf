import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProgram } from '@needs-retry/fixtures';
import { type Arrived, countArrived } from './arrived.js';
import type { Report } from './load.js';
import type { SoakOptions } from './options.js';
import { rising } from './trend.js';

export interface Result {
  readonly report: Report;
  readonly arrived: Arrived;
  /** What is not as it must be, in words; none if all is well. */
  readonly wrong: readonly string[];
}

/**
 * Runs the load in a process of its own and checks what it wrote and what it held.
 *
 * @param load the file of its program, `load.ts`
 */
export async function soak(options: SoakOptions, load: string): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'needs-retry-soak-'));
  try {
    const program = await compileProgram(load, directory);
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      env: { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    const reported = Promise.race([
      once(child, 'message').then(([message]) => message as Report),
      ended.then(([code]) => Promise.reject(new Error(`The load ended with ${code} and no report.`))),
    ]);
    const [report, arrived] = await Promise.all([reported, countArrived(child.stdout!), ended]);
    return { report, arrived, wrong: [...inexact(report, arrived), ...rising(report.readings)] };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What differs from what the scripts say that happened. */
function inexact({ expected, told, failures, left }: Report, arrived: Arrived): readonly string[] {
  const { retries, throttles, gaveUp } = expected;
  const all = arrived.lines + arrived.documents + arrived.lost;
  const wrong = Object.keys(expected).flatMap((name) => {
    const [is, must] = [told[name as 'calls'], expected[name as 'calls']];
    return is === must ? [] : [`Handlers were told of ${is} ${name}, not of ${must}.`];
  });
  const check = (what: string, is: number, must: number) => {
    if (is !== must) wrong.push(`Expected ${must} ${what}, got ${is}.`);
  };
  check('failures of handlers and sinks at onError', failures.reported, failures.expected);
  check('calls in flight at the end', left, 0);
  check('lines that are neither', arrived.others, 0);
  if (arrived.lost > 0) return [...wrong, ...(all < retries ? [`${retries - all} lines are missing.`] : [])];
  check('lines', arrived.lines, retries);
  check('retries in documents', arrived.retries, retries);
  check('throttles in documents', arrived.throttles, throttles);
  check('calls given up in documents', arrived.gaveUp, gaveUp);
  return wrong;
}
