/** What lines are written to. */
export interface Stdout {
  /** Writes `length` bytes from `at`, and tells how many of them it took. Throws the system's error. */
  write(bytes: Uint8Array, at: number, length: number): number;
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
  let descriptor = 1;
  let isSynchronous = false;
  try {
    const { O_WRONLY, O_NONBLOCK } = fs.constants;
    const kind = fs.fstatSync(1);
    isSynchronous = kind.isFile() || kind.isCharacterDevice();
    if (kind.isFIFO()) descriptor = fs.openSync('/proc/self/fd/1', O_WRONLY | O_NONBLOCK);
  } catch {
    // No /proc here, or no descriptor 1: writing will tell.
  }
  return {
    write: (bytes, at, length) => fs.writeSync(descriptor, bytes, at, length),
    isApplicationBehind: () => !isSynchronous && isApplicationBehind(fs),
  };
}

/** `process.stdout` is looked at only where the descriptor is non-blocking already: the first look makes it so. */
function isApplicationBehind(fs: FileSystem): boolean {
  nonBlocking ||= isNonBlocking(fs);
  if (!nonBlocking) return false;
  try {
    const { fd, writableLength } = process.stdout;
    // In a worker thread it is not the descriptor, whose backlog is out of sight on the main thread.
    return fd !== 1 || writableLength > 0;
  } catch {
    return true;
  }
}

type FileSystem = typeof import('node:fs');

/** Once descriptor 1 is non-blocking it is taken to stay so. */
let nonBlocking = false;
/** Kept open: each read from its start tells the present flags. */
let flags: number | undefined;

function isNonBlocking(fs: FileSystem): boolean {
  if (flags === UNKNOWN) return false;
  try {
    flags ??= fs.openSync('/proc/self/fdinfo/1', 'r');
    info ??= Buffer.allocUnsafeSlow(32);
    fs.readSync(flags, info, 0, info.length, 0);
    // `pos:\t0\nflags:\t0104001\n`, octal; gVisor has the second line alone. O_NONBLOCK is 04000: the digits 4 to 7 have
    // that bit as characters too.
    let end = info.indexOf(LETTER_F) + 'flags:\t'.length;
    while (info[end]! >= 0x30) end++;
    return (info[end - 4]! & 4) !== 0;
  } catch {
    // No /proc here, or no descriptor 1: writing will tell.
    flags ??= UNKNOWN;
    return false;
  }
}

const UNKNOWN = -1;
const LETTER_F = 0x66;
let info: Buffer;
