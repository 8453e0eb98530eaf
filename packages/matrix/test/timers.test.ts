import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipRetryDelays } from '../src/sdk/player/timers.js';

const before = { setTimeout: globalThis.setTimeout, now: Date.now };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'needs-retry-timers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  globalThis.setTimeout = before.setTimeout;
  Date.now = before.now;
});

interface Waiter {
  wait(ms: number): Promise<void> & { readonly timer: NodeJS.Timeout };
  now(): number;
}

/** A module that waits, in a package of this name. */
function waiter(name: string): Waiter {
  mkdirSync(join(folder, name), { recursive: true });
  const file = join(folder, name, 'index.js');
  writeFileSync(
    file,
    `exports.wait = (ms) => {
      let timer;
      const promise = new Promise((resolve) => { timer = setTimeout(resolve, ms); });
      return Object.assign(promise, { timer });
    };
    exports.now = () => Date.now();`,
  );
  return require(file);
}

test.each(['middleware-retry', 'util-retry', join('submodules', 'retry')])(
  'what %s waits for is over at once, and its own clock shows it',
  async (name) => {
    const { wait, now } = waiter(name);
    const since = Date.now();
    skipRetryDelays();

    await wait(3_600_000);

    expect(now() - since).toBeGreaterThanOrEqual(3_600_000);
    expect(Date.now() - since).toBeLessThan(3_600_000);
  },
);

test('others wait, also for what retry code asked of them', () => {
  const { wait } = waiter('node-http-handler');
  skipRetryDelays();

  const { timer } = wait(3_600_000);

  expect((timer as unknown as { _idleTimeout: number })._idleTimeout).toBe(3_600_000);
  clearTimeout(timer);
});
