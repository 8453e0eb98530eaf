import type { Stdout } from './descriptor.js';
import type { Host } from './host.js';
import { LineGuard } from './line-guard.js';
import { Patience } from './patience.js';

/** With a line feed before it, a pipe takes this much whole or not at all (`PIPE_BUF`), so lines of threads never mix. */
export const MAX_LINE_BYTES = 4_095;

export interface Limits {
  /** Milliseconds that waits for a reader who stands still sum to in any 10 s. */
  readonly maxWaitMs: number;
  /** Bytes of lines that are kept in memory until the reader goes on. */
  readonly backlogBytes: number;
}

/** Whole lines that leave in one write. */
interface Chunk {
  text: string;
  bytes: number;
  /** How many lost lines they tell of. */
  reports: number;
}

const RETRY_MS = 10;

/**
 * Writes lines to stdout, synchronously: once `write` has returned they are out, whatever happens to the process. A
 * reader that stands still is waited for, within limits. What is not out then is kept in memory and leaves in order: by a
 * timer, before the next line, and when the process exits. What does not fit into memory is lost, and counted.
 */
export class Writer {
  /** Lines lost that no line which is out, or waits, tells of. */
  lostLines = 0;

  /** Lines that leave with the next write. */
  private held = '';
  private heldBytes = 0;
  private heldReports = 0;
  private isHolding = false;
  /** The greatest limits of all sinks that write here. */
  private maxWaitMs = 0;
  private backlogBytes = 0;

  private readonly backlog: Chunk[] = [];
  private bytes = 0;
  /** What is not out yet of a chunk that is out in part: the first of the backlog. */
  private rest: Uint8Array | undefined;
  private hasTimer = false;
  private readonly atExit = new Set<() => void>();
  private unwatchExit: (() => void) | undefined;

  private readonly guard: LineGuard;
  private readonly patience: Patience;
  private readonly failures = new Set<unknown>();
  private failure: unknown;

  constructor(
    private readonly stdout: Stdout,
    private readonly host: Host,
  ) {
    this.guard = new LineGuard(stdout, host);
    this.patience = new Patience(host);
  }

  /** Has a sink write here that allows so much. */
  allow({ maxWaitMs, backlogBytes }: Limits): void {
    this.maxWaitMs = Math.max(this.maxWaitMs, maxWaitMs);
    this.backlogBytes = Math.max(this.backlogBytes, backlogBytes);
  }

  /**
   * @param line ends with its only line feed; at most `MAX_LINE_BYTES`
   * @param reports how many of `lostLines` it tells of
   * @throws the first error of each kind that is not a matter of waiting (EPIPE, EBADF)
   */
  write(line: string, reports = 0): void {
    const bytes = Buffer.byteLength(line);
    if (reports > 0) this.lostLines -= reports;
    if (!this.isHolding) {
      this.send(line, bytes, reports);
      return;
    }
    if (this.heldBytes + bytes > MAX_LINE_BYTES) this.sendHeld();
    this.held += line;
    this.heldBytes += bytes;
    this.heldReports += reports;
  }

  /** What `act` writes leaves in one write where it fits into one. */
  inOneWrite(act: () => void): void {
    if (this.isHolding) {
      act();
      return;
    }
    this.isHolding = true;
    try {
      act();
    } finally {
      this.isHolding = false;
      this.sendHeld();
    }
  }

  /** Tries once, without waiting, to write what is kept. Throws as `write` does. */
  flush(): void {
    this.drain(0);
    this.watchExit();
    this.tell();
  }

  /** Calls `act` later, in a timer that keeps no process alive. What it throws is thrown by the next write. */
  after(ms: number, act: () => void): void {
    this.host.after(ms, () => this.quietly(() => this.inOneWrite(act)));
  }

  /** Calls `act`, which writes what is still to be said, when the process exits. Returns the undo. */
  beforeExit(act: () => void): () => void {
    this.atExit.add(act);
    this.watchExit();
    return () => {
      this.atExit.delete(act);
      this.watchExit();
    };
  }

  private sendHeld(): void {
    if (this.heldBytes === 0) return;
    const { held, heldBytes, heldReports } = this;
    this.held = '';
    this.heldBytes = 0;
    this.heldReports = 0;
    this.send(held, heldBytes, heldReports);
  }

  /** Writes whole lines, after those of the backlog. */
  private send(text: string, bytes: number, reports: number): void {
    const result = this.backlog.length > 0 ? 'behind' : this.put(text, bytes, this.guard.isNeeded());
    if (result !== 'out') {
      this.backlog.push({ text, bytes, reports });
      this.bytes += bytes;
      this.drain(this.maxWaitMs, result);
      this.keepLast();
      this.watch();
    }
    if (this.failure !== undefined) this.tell();
  }

  /** Writes the backlog, in order, until the descriptor takes no more for as long as we wait. */
  private drain(maxWaitMs: number, last: Result = 'behind'): void {
    let result = last;
    let needsGuard = result === 'behind' && this.guard.isNeeded();
    while (this.backlog.length > 0) {
      if (result === 'full') {
        this.guard.full();
        if (!this.patience.wait(maxWaitMs)) return;
        needsGuard = this.guard.isNeeded();
      } else if (result === 'failed') {
        this.loseAll();
        return;
      }
      const { text, bytes } = this.backlog[0]!;
      result = this.put(text, bytes, needsGuard);
      if (result !== 'out') continue;
      this.backlog.shift();
      this.bytes -= bytes;
      needsGuard = false;
    }
  }

  /** Writes once. */
  private put(text: string, bytes: number, needsGuard: boolean): Result {
    const { rest } = this;
    const data = rest ?? (needsGuard ? `\n${text}` : text);
    const length = rest?.length ?? (needsGuard ? bytes + 1 : bytes);
    let taken: number;
    try {
      taken = this.stdout.write(data);
    } catch (error) {
      return this.failed(error);
    }
    // A function of somebody's test may stand in for the system's, and return or throw anything.
    if (typeof taken !== 'number' || !(taken >= 1)) {
      const got = typeof taken === 'number' ? taken : typeof taken;
      return this.failed(new Error(`Expected fs.writeSync to return how many bytes, got ${got}.`));
    }
    if (taken >= length) {
      this.rest = undefined;
      this.guard.whole();
      return 'out';
    }
    this.rest = (typeof data === 'string' ? Buffer.from(data) : data).subarray(taken);
    return 'partly';
  }

  private failed(error: unknown): Result {
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'EAGAIN') return 'full';
    if (!this.failures.has(code)) {
      this.failures.add(code);
      this.failure = error;
    }
    return 'failed';
  }

  /** Keeps the chunk that came last, if there is room for it. */
  private keepLast(): void {
    const chunk = this.backlog.at(-1);
    if (chunk === undefined) return;
    const before = this.backlog.at(-2);
    const isBegun = (each: Chunk) => this.rest !== undefined && each === this.backlog[0];
    if (this.bytes > this.backlogBytes && !isBegun(chunk)) {
      this.backlog.pop();
      this.bytes -= chunk.bytes;
      this.lose(chunk, chunk.text);
    } else if (before !== undefined && !isBegun(before) && join(before, chunk)) {
      this.backlog.pop();
    }
  }

  /** While there is a backlog, a timer and the process's exit try again. */
  private watch(): void {
    this.retryLater();
    this.watchExit();
  }

  private retryLater(): void {
    if (this.hasTimer || this.backlog.length === 0) return;
    this.hasTimer = true;
    this.host.after(RETRY_MS, () => {
      this.hasTimer = false;
      this.drain(0);
      this.watch();
    });
  }

  private watchExit(): void {
    const isNeeded = this.backlog.length > 0 || this.atExit.size > 0;
    if (isNeeded === (this.unwatchExit !== undefined)) return;
    this.unwatchExit?.();
    this.unwatchExit = isNeeded ? this.host.onExit(() => this.exit()) : undefined;
  }

  private exit(): void {
    this.patience.renew();
    this.quietly(() =>
      this.inOneWrite(() => {
        for (const act of [...this.atExit]) act();
      }),
    );
    this.drain(this.maxWaitMs);
  }

  /** Where a throw would end the process, or change how it ends. */
  private quietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.failure = error;
    }
  }

  private loseAll(): void {
    const { rest } = this;
    if (rest !== undefined) this.guard.torn();
    for (const [i, chunk] of this.backlog.splice(0).entries()) {
      this.lose(chunk, i === 0 && rest !== undefined ? Buffer.from(rest).toString('latin1') : chunk.text);
    }
    this.rest = undefined;
    this.bytes = 0;
  }

  /** @param text what of the chunk is not out */
  private lose({ reports }: Chunk, text: string): void {
    this.lostLines += reports + text.split('\n').length - 1;
  }

  /** Throws what failed, if nobody has been told yet. */
  private tell(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }
}

/** What a write came to; `behind` if there was none yet. */
type Result = 'out' | 'partly' | 'full' | 'failed' | 'behind';

/** Appends the lines of `next`, if both fit into one write. */
function join(chunk: Chunk, next: Chunk): boolean {
  if (chunk.bytes + next.bytes > MAX_LINE_BYTES) return false;
  chunk.text += next.text;
  chunk.bytes += next.bytes;
  chunk.reports += next.reports;
  return true;
}
