import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Large enough that looking for text in it is all that counts, small enough to stay in the processor's cache. */
const BLOCK = 1 << 20;

/** The bytes of a file, of a gzip file, or of standard input, some at a time into a buffer of the caller's. */
export interface Bytes {
  /** The number of bytes read; 0 at the end. */
  read(target: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

export async function openBytes(path: string): Promise<Bytes> {
  if (path === '-') return streamed(process.stdin);
  const handle = await open(path, 'r');
  const magic = Buffer.alloc(2);
  await handle.read(magic, 0, 2, 0);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return fromHandle(handle);
  await handle.close();
  const file = createReadStream(path);
  const unzipped = file.pipe(createGunzip({ chunkSize: 1 << 17 }));
  file.on('error', (error) => unzipped.destroy(error));
  return streamed(unzipped);
}

/**
 * Reads block after block, the next one while one is looked at: `use` is given what is there, and gives the
 * number of bytes it is done with, or -1 if it wants no more; the rest stands at the beginning of the next
 * block. Where blocks are `delimited`, one ends behind a newline, and only the last one may not.
 */
export async function* blocksOf(
  bytes: Bytes,
  use: (block: Buffer, isLast: boolean) => number,
  delimited: boolean,
): AsyncGenerator<void> {
  let [buffer, spare] = [Buffer.allocUnsafe(ROOM + BLOCK), Buffer.allocUnsafe(ROOM + BLOCK)];
  let rest: Buffer = Buffer.alloc(0);
  let reading = fill(bytes, buffer);
  for (;;) {
    const count = await reading;
    const isLast = count < BLOCK;
    const current = buffer;
    [buffer, spare] = [spare, buffer];
    const joined = join(rest, current, count);
    if (!isLast) {
      reading = fill(bytes, buffer);
      // Whoever stops before awaiting it does not care whether it failed.
      reading.catch(() => {});
    }
    const end = isLast || !delimited ? joined.length : joined.lastIndexOf(NEWLINE) + 1;
    const used = end === 0 ? 0 : use(joined.subarray(0, end), isLast);
    if (used < 0) {
      await (isLast ? undefined : reading);
      return;
    }
    rest = joined.subarray(used);
    yield;
    if (isLast) return;
    // The next block but one is read into the buffer that the rest may stand in.
    if (rest.length > 0) rest = Buffer.from(rest);
  }
}

/** Room before a block for what is left of the one before it. */
const ROOM = 1 << 16;
const NEWLINE = 0x0a;

function join(rest: Buffer, buffer: Buffer, count: number): Buffer {
  if (rest.length > ROOM) return Buffer.concat([rest, buffer.subarray(ROOM, ROOM + count)]);
  const start = ROOM - rest.length;
  rest.copy(buffer, start);
  return buffer.subarray(start, ROOM + count);
}

/** Reads until the block is full or there is no more. */
async function fill(bytes: Bytes, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < BLOCK) {
    const count = await bytes.read(buffer.subarray(ROOM + filled, ROOM + BLOCK), 0);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function fromHandle(handle: FileHandle): Bytes {
  return {
    read: async (target, offset) => (await handle.read(target, offset, target.length - offset)).bytesRead,
    close: () => handle.close(),
  };
}

function streamed(stream: NodeJS.ReadableStream): Bytes {
  const chunks = stream[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  return {
    async read(target, offset) {
      while (chunk.length === 0) {
        const next = await chunks.next();
        if (next.done) return 0;
        chunk = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
      }
      const count = chunk.copy(target, offset);
      chunk = chunk.subarray(count);
      return count;
    },
    async close() {
      await chunks.return?.();
    },
  };
}
