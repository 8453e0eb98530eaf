/** What lines are written to. */
export interface Stdout {
  readonly descriptor: number;
  /**
   * Whether the application's own last line may be half written there, so that ours would be glued to it. Always false
   * for a file, which Node.js writes to synchronously.
   */
  isApplicationBehind(): boolean;
}

/**
 * Where descriptor 1 is a pipe, lines go to an opening of it of our own, non-blocking: a reader that stands still then
 * costs us a bounded wait, while the application keeps its blocking descriptor. Else, and where that cannot be had, they
 * go to descriptor 1.
 */
export function openStdout(): Stdout {
  const fs = process.getBuiltinModule('node:fs');
  try {
    const { O_WRONLY, O_NONBLOCK } = fs.constants;
    const kind = fs.fstatSync(1);
    if (kind.isFile() || kind.isCharacterDevice()) return { descriptor: 1, isApplicationBehind: () => false };
    const descriptor = kind.isFIFO() ? fs.openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK) : 1;
    return { descriptor, isApplicationBehind };
  } catch {
    return { descriptor: 1, isApplicationBehind };
  }
}

/** `process.stdout` is looked at only where the descriptor is non-blocking already: the first look makes it so. */
function isApplicationBehind(): boolean {
  if (!isNonBlocking()) return false;
  try {
    const { fd, writableLength } = process.stdout;
    // In a worker thread it is not the descriptor, whose backlog is out of sight on the main thread.
    return fd !== 1 || writableLength > 0;
  } catch {
    return true;
  }
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
