import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { connect, createServer, Socket, type SocketConstructorOpts } from 'node:net';
import { promisify } from 'node:util';

/** How the log collector reads: at once, a chunk of at most 64 KiB each so many milliseconds, or not at all. */
export type ReaderPace = 'prompt' | 'stalled' | { readonly slowMs: number };

/** One descriptor of the child, and the end of it that is read here. */
export type Channel = {
  /** For the `stdio` of `spawn`. */
  readonly childEnd: number | Socket;
  /** Closes this process's copy of the child's end; without it the channel would never end. */
  release(): void;
  setPace(pace: ReaderPace): void;
  /** Resolves when all writers are gone and all that they wrote was read. */
  readonly ended: Promise<void>;
};

type Listener = (chunk: Buffer) => void;

/**
 * A pipe as the kernel makes them. (`stdio: 'pipe'` would be a pair of sockets, and a Node.js stream reads ahead
 * when it is paused.)
 */
export async function pipeChannel(path: string, onData: Listener): Promise<Channel> {
  await promisify(execFile)('mkfifo', [path]);
  // A reader that does not block comes first: then opening for writing does not block either.
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const childEnd = openSync(path, constants.O_WRONLY);
  unlinkSync(path);

  const reader = pacedReader(onData);
  // The types know `onread` only of `connect`.
  const options: SocketConstructorOpts & { onread: object } = {
    fd: readEnd,
    readable: true,
    writable: false,
    onread: reader.onread,
  };
  const socket = new Socket(options);
  return { childEnd, release: () => closeSync(childEnd), ...reader.attach(socket) };
}

/** A connected pair of Unix sockets. */
export async function socketChannel(path: string, onData: Listener): Promise<Channel> {
  const server = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => server.listen(path, resolve));

  const reader = pacedReader(onData);
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const socket = connect({ path, onread: reader.onread });
  const childEnd = await accepted;
  server.close();
  return { childEnd, release: () => void childEnd.destroy(), ...reader.attach(socket) };
}

function pacedReader(onData: Listener) {
  let pace: ReaderPace = 'stalled';
  let timer: NodeJS.Timeout | undefined;

  // With `onread`, pausing stops the reads themselves, so that the rest stays in the kernel.
  const onread = {
    buffer: Buffer.alloc(65_536),
    callback(length: number, buffer: Uint8Array): boolean {
      onData(Buffer.from(buffer.subarray(0, length)));
      return pace === 'prompt';
    },
  };

  function attach(socket: Socket) {
    socket.pause();
    socket.on('error', () => {});
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));

    function readOneChunk() {
      socket.resume();
      // One turn of the event loop is enough to see what is there.
      setImmediate(() => {
        if (pace !== 'prompt') socket.pause();
      });
    }

    function setPace(next: ReaderPace) {
      pace = next;
      clearInterval(timer);
      if (pace === 'prompt') socket.resume();
      else socket.pause();
      if (typeof pace === 'object') timer = setInterval(readOneChunk, pace.slowMs);
    }

    void ended.then(() => clearInterval(timer));
    return { ended, setPace };
  }

  return { onread, attach };
}
