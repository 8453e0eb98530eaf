/** Documents on their way out, one after the other. */
export interface DocumentQueue {
  /**
   * Sends a document, now where nothing is in the way.
   *
   * @returns a promise that rejects with what no earlier one told
   */
  push(document: string): Promise<void>;
  /** Tries until everything is out; rejects if that takes too long. */
  flush(): Promise<void>;
}

/** Sends a document that tells of so many lost ones. */
export type Send = (document: string, lost: number) => Promise<void>;

/** A document that can never be sent. */
export class UnsendableError extends Error {
  override readonly name = 'UnsendableError';
}

const MAX_WAITING = 1_000;
const RETRY_MS = 1_000;
const FLUSH_RETRY_MS = 100;

/**
 * A queue that holds at most 1,000 documents. One that cannot be sent waits, and is tried again each second until the
 * receiver is back; further ones are then dropped and counted.
 */
export function documentQueue(send: Send, flushTimeoutMs: number): DocumentQueue {
  const waiting: string[] = [];
  /** Dropped, and not told of by any document that got out. */
  let lost = 0;
  let sending: Promise<void> | undefined;
  let pause: NodeJS.Timeout | undefined;
  let problem: unknown;
  const told = new Set<unknown>();

  async function sendAll(): Promise<void> {
    clearTimeout(pause);
    pause = undefined;
    // The first failure may be that of a connection which broke long ago: only the second says that nobody is there.
    for (let failures = 0; waiting.length > 0 && failures < 2; ) {
      const document = waiting[0]!;
      const tellsOf = lost;
      try {
        await send(document, tellsOf);
        lost -= tellsOf;
        failures = 0;
        waiting.shift();
      } catch (error) {
        waiting.shift();
        if (error instanceof UnsendableError) {
          lost++;
          note(error);
        } else {
          // At the end, where one that is never taken is in nobody's way.
          waiting.push(document);
          failures++;
          if (failures === 2) note(error);
        }
      }
    }
    sending = undefined;
    if (waiting.length > 0) pause = setTimeout(start, RETRY_MS).unref();
  }

  /** There is a document at least. */
  function start(): Promise<void> {
    sending ??= sendAll();
    return sending;
  }

  /** Keeps the first problem of each kind until somebody can be told. */
  function note(error: unknown): void {
    const kind = (error as NodeJS.ErrnoException | undefined)?.code ?? (error as Error | undefined)?.name;
    if (told.has(kind)) return;
    told.add(kind);
    problem ??= error;
  }

  function tell(): void {
    const error = problem;
    problem = undefined;
    if (error !== undefined) throw error;
  }

  return {
    async push(document) {
      if (waiting.length < MAX_WAITING) waiting.push(document);
      else {
        lost++;
        note(failure('ENOBUFS', `${MAX_WAITING} documents wait to be sent; further ones are dropped.`));
      }
      if (sending === undefined && pause === undefined) await start();
      tell();
    },
    async flush() {
      const deadline = performance.now() + flushTimeoutMs;
      for (let left = flushTimeoutMs; waiting.length > 0 && left > 0; left = deadline - performance.now()) {
        await within(start(), left);
        // The receiver is not there: it may be back in a moment.
        if (waiting.length > 0) await within(undefined, Math.min(FLUSH_RETRY_MS, left));
      }
      if (waiting.length === 0) return tell();
      const cause = problem;
      problem = undefined;
      throw failure(
        'ENOTSENT',
        `Documents that are not sent: ${waiting.length}; that were dropped: ${lost}.`,
        cause,
      );
    },
  };
}

/** Resolves when `done` does, or after `ms`. Keeps the process alive meanwhile, which a connection need not do. */
async function within(done: Promise<void> | undefined, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race(done === undefined ? [late] : [done, late]);
  clearTimeout(timer);
}

function failure(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}
