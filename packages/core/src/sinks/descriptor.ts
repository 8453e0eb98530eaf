/**
 * The descriptor to write lines to. Where descriptor 1 is a pipe this is an opening of it of our own, non-blocking: a
 * reader that stands still then costs us a bounded wait, while the application keeps its blocking descriptor. Else,
 * and where that cannot be had, it is descriptor 1.
 */
export function openStdout(): number {
  const fs = process.getBuiltinModule('node:fs');
  try {
    const { O_WRONLY, O_NONBLOCK } = fs.constants;
    return fs.fstatSync(1).isFIFO() ? fs.openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK) : 1;
  } catch {
    return 1;
  }
}

/**
 * Whether the application's own last line may be half written, so that ours would be glued to it. `process.stdout` is
 * looked at only where the descriptor is non-blocking already: the first look makes it so for the whole application.
 */
export function isApplicationBehind(): boolean {
  if (!isNonBlocking()) return false;
  const { fd, writableLength } = process.stdout;
  // In a worker thread it is not the descriptor, whose backlog is out of sight on the main thread.
  return fd !== 1 || writableLength > 0;
}

let nonBlocking = false;
let flags: number | undefined;

/** Whether descriptor 1 is non-blocking; once it is, it is taken to stay so. */
function isNonBlocking(): boolean {
  if (nonBlocking || flags === UNKNOWN) return nonBlocking;
  const fs = process.getBuiltinModule('node:fs');
  try {
    // Kept open: each read from its start tells the present flags.
    flags ??= fs.openSync('/proc/self/fdinfo/1', 'r');
    const length = fs.readSync(flags, info, 0, info.length, 0);
    const octal = /flags:\s*(\d+)/.exec(info.toString('latin1', 0, length))?.[1] ?? '0';
    nonBlocking = (Number.parseInt(octal, 8) & fs.constants.O_NONBLOCK) !== 0;
  } catch {
    // No /proc here, or no descriptor 1: writing will tell.
    flags ??= UNKNOWN;
  }
  return nonBlocking;
}

const UNKNOWN = -1;
const info = Buffer.allocUnsafeSlow(64);
