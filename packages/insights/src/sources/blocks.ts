import { type Bytes, NOTHING_YET } from './bytes.js';

/** Large enough that looking for text in it is all that counts, small enough to stay in the processor's cache. */
export const BLOCK = 1 << 20;

/** How bytes become blocks. */
export type Blocks = {
  /** A block ends behind a newline, and only the last one may not. */
  readonly isDelimited: boolean;
  /** Where in its file the first byte stands: blocks end where they do if the file is read from its beginning. */
  readonly from?: number;
  /** Told of a line that is too long, and cut. */
  readonly onLong?: () => void;
};

/**
 * Reads block after block, the next one while one is looked at: `use` is given what is there, and gives the
 * number of bytes it is done with, or -1 if it wants no more; the rest stands at the beginning of the next
 * block. Where a log grows, `isPause` says that nothing has come for a while.
 */
export async function* blocksOf(
  bytes: Bytes,
  use: (block: Buffer, isLast: boolean, isPause: boolean) => number,
  { isDelimited, from = 0, onLong = () => {} }: Blocks,
): AsyncGenerator<void> {
  let [buffer, spare] = idle.splice(0);
  buffer ??= Buffer.allocUnsafe(ROOM + BLOCK);
  spare ??= Buffer.allocUnsafe(ROOM + BLOCK);
  let rest: Buffer = EMPTY;
  let reading = fill(bytes, buffer, BLOCK - (from % BLOCK));
  let isSkipping = false;
  for (;;) {
    const { count, isLast, isPause } = await reading;
    const current = buffer;
    [buffer, spare] = [spare, buffer];
    const whole: Buffer = current.subarray(ROOM, ROOM + count);
    const block: Buffer | undefined = isSkipping ? afterLine(whole) : whole;
    isSkipping &&= block === undefined;
    const joined = join(rest, block ?? EMPTY, current);
    if (!isLast) {
      reading = fill(bytes, buffer, BLOCK);
      // Whoever stops before awaiting it does not care whether it failed.
      reading.catch(() => {});
    }
    const end = isLast || !isDelimited ? joined.length : joined.lastIndexOf(NEWLINE) + 1;
    let used = end === 0 ? 0 : use(joined.subarray(0, end), isLast, isPause);
    if (used >= 0 && joined.length - used > LONGEST && isDelimited && !isLast) {
      onLong();
      isSkipping = joined[joined.length - 1] !== NEWLINE;
      used = use(joined.subarray(used), true, false) < 0 ? -1 : joined.length;
    }
    if (used < 0) {
      await (isLast ? undefined : reading);
      return;
    }
    yield;
    if (isLast) {
      idle = [buffer, spare];
      return;
    }
    // The next block but one is read into the buffer that the rest may stand in.
    rest = used < joined.length ? Buffer.from(joined.subarray(used)) : EMPTY;
  }
}

/** The buffers of what was read last: of many files each would else leave two until memory is collected. */
let idle: Buffer[] = [];

/** Room before a block for what is left of the one before it. */
const ROOM = 1 << 16;
const NEWLINE = 0x0a;

/** No event is longer: what is left of a line that is, is skipped. */
export const LONGEST = 8 << 20;
const EMPTY = Buffer.alloc(0);

/** Undefined: the line does not end here. */
function afterLine(block: Buffer): Buffer | undefined {
  const end = block.indexOf(NEWLINE);
  return end < 0 ? undefined : block.subarray(end + 1);
}

/** `block` is a part of `buffer`, and stands behind the room in it. */
function join(rest: Buffer, block: Buffer, buffer: Buffer): Buffer {
  const at = block.byteOffset - buffer.byteOffset;
  if (rest.length === 0) return block;
  if (rest.length > at) return Buffer.concat([rest, block]);
  rest.copy(buffer, at - rest.length);
  return buffer.subarray(at - rest.length, at + block.length);
}

type Filled = { readonly count: number; readonly isLast: boolean; readonly isPause: boolean };

/** Reads until the block is full or there is no more, for now or for ever. */
async function fill(bytes: Bytes, buffer: Buffer, size: number): Promise<Filled> {
  let count = 0;
  while (count < size) {
    const more = await bytes.read(buffer.subarray(ROOM + count, ROOM + size), 0);
    if (more === 0) return { count, isLast: true, isPause: false };
    if (more === NOTHING_YET) return { count, isLast: false, isPause: count === 0 };
    count += more;
  }
  return { count, isLast: false, isPause: false };
}
