import { type Bytes, changed, NOTHING_YET, peeked } from './bytes.js';
import { isUtf16 } from './unpack.js';

/** The text of `bytes` as plain UTF-8: without a byte order mark, without the colours of a terminal. */
export async function plainText(bytes: Bytes): Promise<Bytes> {
  const { head, all } = await peeked(bytes, 512);
  const encoding = isUtf16(head);
  if (encoding) {
    const decoder = new TextDecoder(encoding);
    return uncoloured(
      changed(all, (chunk, isLast) => Buffer.from(decoder.decode(chunk, { stream: !isLast }))),
    );
  }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) await all.read(Buffer.alloc(3), 0);
  return uncoloured(all);
}

/**
 * Without what colours text in a terminal: tools write it around times and streams, and some into JSON. Bytes
 * without an escape are handed on as they are.
 */
export function uncoloured(bytes: Bytes): Bytes {
  // The beginning of an escape at the end of what was read.
  let held: Buffer = Buffer.alloc(0);
  async function fill(room: Buffer): Promise<number> {
    for (;;) {
      held.copy(room);
      const count = await bytes.read(room.subarray(held.length), 0);
      if (count === NOTHING_YET) return count;
      const length = held.length + count;
      held = Buffer.alloc(0);
      if (room.subarray(0, length).indexOf(ESCAPE) < 0) return length;
      const text = room.toString('latin1', 0, length).replace(COLOUR, '');
      const open = count === 0 ? -1 : text.search(OPEN_COLOUR);
      const whole = open < 0 ? text : text.slice(0, open);
      if (open >= 0) held = Buffer.from(text.slice(open), 'latin1');
      room.write(whole, 'latin1');
      if (whole.length > 0 || count === 0) return whole.length;
    }
  }
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(target, offset) {
      const room = target.subarray(offset);
      if (rest.length === 0 && room.length >= LEAST_ROOM) return fill(room);
      if (rest.length === 0) {
        const own = Buffer.alloc(LEAST_ROOM);
        const count = await fill(own);
        if (count === NOTHING_YET) return count;
        rest = own.subarray(0, count);
      }
      const count = rest.copy(room);
      rest = rest.subarray(count);
      return count;
    },
    close: () => bytes.close(),
  };
}

// More than an escape takes.
const LEAST_ROOM = 4096;
const ESCAPE = 0x1b;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
const COLOUR = /\u001b\[[\d;:]*[mK]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
const OPEN_COLOUR = /\u001b(?:\[[\d;:]{0,24})?$/;
