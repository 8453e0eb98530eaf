import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Bytes, NOTHING_YET, openBytes } from './bytes.js';
import type { LogPath } from './paths.js';

/**
 * How often a file is looked at, and after how long without news an event counts as whole. What has come is not held
 * back: behind it comes `NOTHING_YET` at once, unless there is more.
 */
const LOOK_MS = 200;
const PAUSE_MS = 1000;

/** A log that is being written: it ends when `until` is aborted, or where a pipe does. */
export async function growing({ path, isRegular }: LogPath, until: AbortSignal): Promise<Bytes> {
  if (isRegular) return new GrowingFile(path, await open(path, 'r'), until);
  return pausing(await openBytes(path, false), until);
}

class GrowingFile implements Bytes {
  private position = 0;
  private hasNews = false;

  constructor(
    private readonly path: string,
    private handle: FileHandle,
    private readonly until: AbortSignal,
  ) {}

  async read(target: Buffer, offset: number): Promise<number> {
    for (let waited = 0; waited < PAUSE_MS; waited += LOOK_MS) {
      const { bytesRead } = await this.handle.read(target, offset, target.length - offset, this.position);
      this.position += bytesRead;
      const hadNews = this.hasNews;
      this.hasNews = bytesRead > 0;
      if (bytesRead > 0) return bytesRead;
      if (hadNews) return NOTHING_YET;
      if (this.until.aborted) return 0;
      if (await this.isNew()) continue;
      await wait(LOOK_MS, undefined, { signal: this.until }).catch(() => {});
    }
    return NOTHING_YET;
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Whether there is something to read from the beginning: the file was emptied, or another one has its name. */
  private async isNew(): Promise<boolean> {
    const [ours, named] = await Promise.all([this.handle.stat(), stat(this.path).catch(() => undefined)]);
    if (named && (named.ino !== ours.ino || named.dev !== ours.dev)) {
      await this.handle.close();
      this.handle = await open(this.path, 'r');
      this.position = 0;
      return true;
    }
    if (ours.size >= this.position) return false;
    this.position = 0;
    return true;
  }
}

function pausing(bytes: Bytes, until: AbortSignal): Bytes {
  const own = Buffer.alloc(1 << 16);
  let reading: Promise<number> | undefined;
  let hasNews = false;
  let rest: Buffer = Buffer.alloc(0);
  const aborted = new Promise<number>((resolve) => {
    if (until.aborted) resolve(0);
    until.addEventListener('abort', () => resolve(0), { once: true });
  });
  return {
    async read(target, offset) {
      if (rest.length === 0) {
        reading ??= bytes.read(own, 0);
        const pause = new AbortController();
        const paused = wait(hasNews ? 1 : PAUSE_MS, NOTHING_YET, { signal: pause.signal }).catch(
          () => NOTHING_YET,
        );
        const count = await Promise.race([reading, paused, aborted]);
        pause.abort();
        hasNews = count > 0;
        if (count <= 0) return count;
        reading = undefined;
        rest = own.subarray(0, count);
      }
      const count = rest.copy(target, offset);
      rest = rest.subarray(count);
      return count;
    },
    // A read that waits for a pipe cannot be called off: it is left to the end of the process.
    close: () => (reading ? Promise.resolve() : bytes.close()),
  };
}

/** What the generators yield, as it comes. */
export async function* merged(generators: readonly AsyncGenerator<void>[]): AsyncGenerator<void> {
  const next = (generator: AsyncGenerator<void>) =>
    generator.next().then(({ done }) => ({ generator, isDone: done === true }));
  const pending = new Map(generators.map((generator) => [generator, next(generator)]));
  try {
    while (pending.size > 0) {
      const { generator, isDone } = await Promise.race(pending.values());
      if (isDone) pending.delete(generator);
      else pending.set(generator, next(generator));
      yield;
    }
  } finally {
    await Promise.allSettled([...pending.keys()].map((generator) => generator.return(undefined)));
  }
}
