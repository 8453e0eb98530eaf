import type { Sink } from '../event.js';
import { builtin } from '../node.js';
import { need } from '../options.js';
import { ProcessStdout } from './descriptor.js';
import { HOST } from './host.js';
import { type Limits, Writer } from './writer.js';

/** How a sink that writes to stdout treats a reader that stands still. */
export interface StdoutOptions {
  /**
   * Milliseconds to wait for the reader, in all waits of any 10 s, and once more as long when the process exits.
   * @defaultValue 1000
   */
  readonly maxWaitMs?: number;
  /**
   * Bytes of lines that are kept in memory until the reader goes on; further ones are lost and counted.
   * @defaultValue 1048576
   */
  readonly backlogBytes?: number;
}

export const STDOUT_OPTIONS: readonly (keyof StdoutOptions)[] = ['maxWaitMs', 'backlogBytes'];

export const DEFAULT_LIMITS: Limits = { maxWaitMs: 1_000, backlogBytes: 2 ** 20 };

/** Throws a `TypeError` that names option and value. */
export function limitsOf(options: StdoutOptions): Limits {
  const { maxWaitMs, backlogBytes } = { ...DEFAULT_LIMITS, ...options };
  need(
    Number.isFinite(maxWaitMs) && maxWaitMs >= 0,
    'maxWaitMs',
    'a number of milliseconds from 0',
    maxWaitMs,
  );
  const isSize = Number.isSafeInteger(backlogBytes) && backlogBytes >= 0;
  need(isSize, 'backlogBytes', 'an integer from 0', backlogBytes);
  return { maxWaitMs, backlogBytes };
}

let writer: Writer | undefined;

/** The one writer of this copy of the package, which all of its sinks share. Nothing is opened before the first line. */
export function stdoutWriter(): Writer {
  writer ??= new Writer(new ProcessStdout(), HOST);
  return writer;
}

/**
 * A sink whose `write` writes lines to stdout.
 *
 * @param finish writes what the sink has not said yet
 * @throws TypeError if this version of Node.js has no way to write
 */
export function stdoutSink(write: Sink['write'], limits: Limits, finish?: () => void): Sink {
  builtin('node:fs');
  stdoutWriter().allow(limits);
  const sink: Sink = {
    write,
    // Nothing is awaited: all is done when the call returns.
    async flush() {
      if (finish !== undefined) inOneWrite(finish);
      stdoutWriter().flush();
    },
  };
  stdoutSinks.add(sink);
  return sink;
}

export function isStdoutSink(sink: Sink): boolean {
  return stdoutSinks.has(sink);
}

const stdoutSinks = new WeakSet<Sink>();

/** What `act` writes to stdout leaves in one write where it fits into one. */
export function inOneWrite(act: () => void): void {
  stdoutWriter().inOneWrite(act);
}
