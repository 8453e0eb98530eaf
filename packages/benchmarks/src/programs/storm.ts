// Part `storm`: 1,000 calls at once, each throttled three times, while the reader of stdout stands still. Runs itself again
// with its output in such a pipe. Prints JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createRetryObserver, emfSink, lineSink, type RetryObserver } from '@needs-retry/core';
import { COMMAND, RESULT, stackOf } from '../stack.js';

const CALLS = 1_000;
const RETRIES = 3;
/** Documents of one key that are written whole in a second. */
const WHOLE = 20;

const VARIANTS: Readonly<Record<string, () => RetryObserver | undefined>> = {
  bare: () => undefined,
  plain: () => createRetryObserver({ sinks: [lineSink(), emfSink()] }),
  burst: () => createRetryObserver({ sinks: [lineSink(), emfSink({ burst: WHOLE })] }),
};

const SLOW_DOWN = Object.assign(new Error('Please reduce your request rate.'), {
  name: 'SlowDown',
  $metadata: { httpStatusCode: 503 },
});

/** Throttles the first attempts of each call. */
async function throttledFirst(args: object): Promise<object> {
  const { left } = args as { left: { attempts: number } };
  if (left.attempts-- > 0) throw SLOW_DOWN;
  return RESULT;
}

/** The storm itself. Prints the event loop's worst delay, in milliseconds, to stderr. */
async function storm(variant: string): Promise<void> {
  const observer = VARIANTS[variant]!();
  const send = stackOf((client) => observer?.observe(client), throttledFirst, RETRIES);
  let worst = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
  }, 1);
  await Promise.all(Array.from({ length: CALLS }, () => send({ ...COMMAND, left: { attempts: RETRIES } })));
  await new Promise((resolve) => setTimeout(resolve, 5));
  clearInterval(timer);
  process.stderr.write(JSON.stringify({ worst }));
  // The process stays until the reader goes on, as an environment of Lambda does.
  setTimeout(() => {}, Number(process.argv[3]) + 2_000);
}

/** Runs the storm with a reader that stands still for `stallMs`, and counts what arrives. */
async function stalled(variant: string, stallMs: number): Promise<void> {
  const command = [process.execPath, process.argv[1]!, variant, String(stallMs), 'storm'];
  const script = `"$0" "$@" | { sleep ${stallMs / 1_000}; cat; }`;
  const child = spawn('sh', ['-c', script, ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, told] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const written = out.split('\n').filter((line) => line !== '');
  const documents = written.filter((line) => line.startsWith('{'));
  const sums = documents.map((line) => JSON.parse(line) as { Retries?: number; lostLines?: number });
  console.log(
    JSON.stringify({
      ...JSON.parse(told),
      lines: written.length - documents.length,
      retries: sums.reduce((sum, { Retries = 0 }) => sum + Retries, 0),
      lost: sums.reduce((sum, { lostLines = 0 }) => sum + lostLines, 0),
      blank: out.split('\n').length - 1 - written.length,
      bytes: documents.slice(WHOLE).join('\n').length / (CALLS * RETRIES),
    }),
  );
}

const [, , variant = '', stallMs = '0', role] = process.argv;
void (role === 'storm' ? storm(variant) : stalled(variant, Number(stallMs)));
