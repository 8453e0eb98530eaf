import { builtin } from '../node.js';

/** What lines are written to. */
export interface Stdout {
  /** Writes synchronously, and returns how many bytes it took. Throws the system's error, such as EAGAIN if it is full. */
  write(data: string | Uint8Array): number;
  /**
   * True if another writer's line can be half out here: the descriptor is non-blocking, so a write to a full pipe takes
   * a part and leaves the rest for later. Costs a system call until it is true.
   */
  isNonBlocking(): boolean;
  /**
   * How far the application's own stream has come, if it is behind with what it wrote: a line of its may be half out.
   * NaN if that cannot be seen.
   */
  progressOfApplication(): string | number | undefined;
}

/**
 * Descriptor 1, opened at the first write. If it is a pipe, lines go to an opening of it of our own, non-blocking: a
 * reader that stands still then costs us a bounded wait, while the application keeps its blocking descriptor. Else, and
 * where that cannot be had, they go to descriptor 1.
 */
export class ProcessStdout implements Stdout {
  private fs: FileSystem | undefined;
  private descriptor = 1;
  /** A file or a terminal: nothing of a line waits. */
  private isSynchronous = false;
  /** Of `/proc/self/fdinfo/1`, kept open: each read from its start gets the present flags. */
  private flags: number | undefined;
  private readonly text = Buffer.allocUnsafeSlow(32);

  write(data: string | Uint8Array): number {
    const fs = this.fs ?? this.open();
    // One overload takes a string, another bytes.
    return fs.writeSync(this.descriptor, data as string);
  }

  isNonBlocking(): boolean {
    const fs = this.fs ?? this.open();
    if (this.isSynchronous) return false;
    try {
      this.flags ??= fs.openSync('/proc/self/fdinfo/1', 'r');
      fs.readSync(this.flags, this.text, 0, this.text.length, 0);
    } catch {
      // No /proc here, or no descriptor 1: writing will tell.
      this.isSynchronous = true;
      return false;
    }
    // `pos:\t0\nflags:\t0104001\n`, octal; gVisor has the second line alone. O_NONBLOCK is 04000: the digits 4 to 7 have
    // that bit as characters too.
    let end = this.text.indexOf(LETTER_F) + 'flags:\t'.length;
    while (this.text[end]! >= 0x30) end++;
    return (this.text[end - 4]! & 4) !== 0;
  }

  progressOfApplication(): string | number | undefined {
    try {
      // Asked only if the descriptor is non-blocking already: the first look at `process.stdout` makes it so.
      const { fd, writableLength, bytesWritten, _handle } = process.stdout as ApplicationStream;
      // In a worker thread the stream is none of the descriptor, whose backlog is on the main thread, out of sight.
      if (fd !== 1) return Number.NaN;
      if (writableLength === 0) return undefined;
      // How much is out of the write under way only the handle knows.
      const rest = _handle?.writeQueueSize;
      return rest === undefined ? Number.NaN : `${bytesWritten - writableLength} ${rest}`;
    } catch {
      return Number.NaN;
    }
  }

  private open(): FileSystem {
    const fs = builtin('node:fs');
    this.fs = fs;
    try {
      const { O_WRONLY, O_NONBLOCK } = fs.constants;
      const kind = fs.fstatSync(1);
      this.isSynchronous = kind.isFile() || kind.isCharacterDevice();
      if (kind.isFIFO()) this.descriptor = fs.openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK);
    } catch {
      // No /proc here, or no descriptor 1: writing will tell.
    }
    return fs;
  }
}

type FileSystem = typeof import('node:fs');

type ApplicationStream = typeof process.stdout & {
  readonly bytesWritten: number;
  readonly _handle?: { readonly writeQueueSize?: number };
};

const LETTER_F = 0x66;
