import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** The bytes of a file, of what a file is packed in, or of standard input, some at a time into a buffer of the caller's. */
export interface Bytes {
  /** The number of bytes read; 0 at the end; `NOTHING_YET` where more may come, as of a file that grows. */
  read(target: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

export const NOTHING_YET = -1;

/** All the bytes that there are, which are not many. */
export async function allOf(bytes: Bytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(bytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads from the beginning on, never at a position: a named pipe has none. */
export async function openBytes(path: string, isRegular: boolean): Promise<Bytes> {
  if (path === '-') return streamed(process.stdin);
  // A pipe is read by a stream: a read that waits in a thread would keep the process from ending.
  return isRegular ? fromHandle(await open(path, 'r')) : streamed(createReadStream(path));
}

/** The first bytes, up to `size` of them, and all bytes from the beginning on. */
export async function peeked(
  bytes: Bytes,
  size: number,
): Promise<{ readonly head: Buffer; readonly all: Bytes }> {
  const buffer = Buffer.alloc(size);
  let length = 0;
  let isPaused = false;
  while (length < size) {
    const count = await bytes.read(buffer, length);
    // Of what comes slowly, the first lines have to do.
    isPaused = count === NOTHING_YET && length > 0;
    if (count === 0 || isPaused) break;
    length += Math.max(0, count);
  }
  const head = buffer.subarray(0, length);
  return { head, all: prefixed(bytes, head, isPaused) };
}

/** What is read of `bytes` after `change` was made to it. */
export function changed(bytes: Bytes, change: (chunk: Buffer, isLast: boolean) => Buffer): Bytes {
  const input = Buffer.allocUnsafe(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  let isLast = false;
  return {
    async read(target, offset) {
      while (rest.length === 0) {
        if (isLast) return 0;
        const count = await bytes.read(input, 0);
        if (count === NOTHING_YET) return count;
        isLast = count === 0;
        rest = change(input.subarray(0, count), isLast);
      }
      const count = rest.copy(target, offset);
      rest = rest.subarray(count);
      return count;
    },
    close: () => bytes.close(),
  };
}

export async function* chunksOf(bytes: Bytes): AsyncGenerator<Buffer> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const count = await bytes.read(chunk, 0);
    if (count === 0) return;
    if (count === NOTHING_YET) continue;
    yield chunk.subarray(0, count);
  }
}

const CHUNK = 1 << 16;

/** `isPaused`: behind the head nothing has come yet. */
function prefixed(bytes: Bytes, head: Buffer, isPaused: boolean): Bytes {
  let rest = head;
  let pauses = isPaused;
  return {
    async read(target, offset) {
      if (rest.length > 0) {
        const count = rest.copy(target, offset);
        rest = rest.subarray(count);
        return count;
      }
      if (!pauses) return bytes.read(target, offset);
      pauses = false;
      return NOTHING_YET;
    },
    close: () => bytes.close(),
  };
}

/** The bytes of a file from one place to another, or to its end. */
export function sectionOf(handle: FileHandle, from: number, to = Number.POSITIVE_INFINITY): Bytes {
  let position = from;
  return {
    async read(target, offset) {
      const room = Math.min(target.length - offset, to - position);
      if (room === 0) return 0;
      const { bytesRead } = await handle.read(target, offset, room, position);
      position += bytesRead;
      return bytesRead;
    },
    close: () => handle.close(),
  };
}

function fromHandle(handle: FileHandle): Bytes {
  return {
    read: async (target, offset) => (await handle.read(target, offset, target.length - offset)).bytesRead,
    close: () => handle.close(),
  };
}

export function streamed(stream: NodeJS.ReadableStream): Bytes {
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
