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
 * Reads block after block: `use` is given what is there, and gives the number of bytes it is done with; the
 * rest is there again with the next block. A block ends behind a newline where it has one.
 */
export async function* blocksOf(
  bytes: Bytes,
  use: (block: Buffer, isLast: boolean) => number,
  delimited: boolean,
): AsyncGenerator<void> {
  let buffer = Buffer.allocUnsafe(BLOCK);
  let filled = 0;
  for (;;) {
    if (filled === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger, 0, 0, filled);
      buffer = larger;
    }
    const count = await bytes.read(buffer, filled);
    const isLast = count === 0;
    filled += count;
    const end = isLast || !delimited ? filled : buffer.lastIndexOf(0x0a, filled - 1) + 1;
    if (!isLast && (end === 0 || (delimited && filled < buffer.length && filled < FULL))) continue;
    const used = end === 0 ? 0 : use(buffer.subarray(0, end), isLast);
    if (used < 0) return;
    buffer.copyWithin(0, used, filled);
    filled -= used;
    yield;
    if (isLast) return;
  }
}

/** Streams give little at a time; it is gathered up to here before it is looked at. */
const FULL = BLOCK / 2;

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
