import type { Sink } from '../event.js';
import { need } from '../options.js';
import { openStdout, type Stdout } from './descriptor.js';

/** A pipe takes this much whole or not at all (`PIPE_BUF`), so lines of several threads never mix. */
export const MAX_LINE_BYTES = 4_095;

export const DEFAULT_MAX_WAIT_MS = 1_000;

/** The `maxWaitMs` of a sink that writes here. */
export function maxWaitOf(option: number = DEFAULT_MAX_WAIT_MS): number {
  need(Number.isFinite(option) && option >= 0, 'maxWaitMs', 'a number of milliseconds from 0', option);
  return option;
}

const LINE_FEED = 0x0a;
// The lines that leave with the next write. Byte 0 is for a line feed before them.
let buffer: Buffer;
let end = 1;
let reportedInBuffer = 0;
let maxWaitMs = 0;
let held = false;

let lost = 0;
/** When it took no more. */
let fullAt: number | undefined;
/** Waited since a write last succeeded. */
let waitedMs = 0;
/** Whether the last write stopped within a line. */
let torn = false;
const failures = new Set<unknown>();
let stdout: Stdout | undefined;

/**
 * Writes one line to file descriptor 1, synchronously: once this has returned the line is out, whatever happens to the
 * process. Where the reader stands still this waits, up to `waitMs` in all; then each write is tried once, and what
 * does not get out is counted, until one succeeds.
 *
 * @param line ends with its only line feed; at most `MAX_LINE_BYTES`
 * @param reported the lost lines that `line` itself tells of
 * @throws the first error of each kind that is not a matter of waiting (EPIPE, EBADF)
 */
export function writeLine(line: string, waitMs: number, reported = 0): void {
  // A character takes at most three bytes, so most lines need no counting.
  buffer ??= Buffer.allocUnsafeSlow(MAX_LINE_BYTES + 1);
  const room = buffer.length - end;
  if (line.length * 3 > room && Buffer.byteLength(line) > room) writeBuffer();
  end += buffer.write(line, end);
  reportedInBuffer += reported;
  maxWaitMs = Math.max(maxWaitMs, waitMs);
  if (!held) writeBuffer();
}

/** A sink whose `write` writes lines here. */
export function stdoutSink(write: Sink['write']): Sink {
  const sink = { write };
  stdoutSinks.add(sink);
  return sink;
}

export function isStdoutSink(sink: Sink): boolean {
  return stdoutSinks.has(sink);
}

const stdoutSinks = new WeakSet<Sink>();

/** What `act` writes leaves in one write where it fits into one. */
export function inOneWrite(act: () => void): void {
  if (held) {
    act();
    return;
  }
  held = true;
  try {
    act();
  } finally {
    held = false;
    writeBuffer();
  }
}

/** Lines that did not get out and that no line has told of yet, or is about to. */
export function lostLines(): number {
  return lost - reportedInBuffer;
}

function writeBuffer(): void {
  if (end === 1) return;
  buffer[0] = LINE_FEED;
  stdout ??= openStdout();
  const start = torn || wasFull() || stdout.isApplicationBehind() ? 0 : 1;
  const { at, error } = writeFrom(stdout, start);
  if (at > start) torn = buffer[at - 1] !== LINE_FEED;
  if (at === end) {
    waitedMs = 0;
    lost -= reportedInBuffer;
  }
  for (let i = Math.max(at, 1); i < end; i++) if (buffer[i] === LINE_FEED) lost++;
  end = 1;
  reportedInBuffer = 0;
  maxWaitMs = 0;
  if (error !== undefined && !failures.has(error.code)) {
    failures.add(error.code);
    throw error;
  }
}

/**
 * Whether another writer may have left half a line when the descriptor was full, and not be back yet: a logger may pause
 * before it tries again (pino for 100 ms).
 */
function wasFull(): boolean {
  return fullAt !== undefined && performance.now() - fullAt < 1_000;
}

/** Writes the buffer from `start`, and tells how far it came. */
function writeFrom(to: Stdout, start: number): { at: number; error?: NodeJS.ErrnoException } {
  let at = start;
  while (at < end) {
    try {
      at += to.write(buffer, at, end - at);
    } catch (thrown) {
      const error = thrown as NodeJS.ErrnoException;
      if (error.code !== 'EAGAIN') return { at, error };
      fullAt = performance.now();
      if (at === start) at = 0;
      if (waitedMs >= maxWaitMs) break;
      wait();
    }
  }
  return { at };
}

// Nothing else waits for a non-blocking descriptor: a turn of the event loop would be too late for a process that is
// about to be killed.
function wait(): void {
  const since = performance.now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  waitedMs += performance.now() - since;
}
