import type { Socket } from 'node:net';
import type { MetricsLogger } from 'aws-embedded-metrics';

/** The connection by which a logger sends, with what the library leaves open about it. */
export interface Connection {
  /** Settles as `sending` does, and also where that never would. */
  watch(sending: Promise<void>): Promise<void>;
}

/** The parts of the library's sinks that it does not publish. */
interface LibrarySink {
  readonly socketClient?: {
    readonly socket?: Socket;
    readonly endpoint?: { readonly protocol?: string };
  };
}

interface LibraryLogger {
  readonly resolveEnvironment?: () => Promise<{ getSink(): unknown }>;
}

/** Finds how a logger sends. Where it is not by the library's agent sink there is nothing to watch. */
export async function connectionOf(logger: MetricsLogger): Promise<Connection> {
  const environment = await (logger as unknown as LibraryLogger).resolveEnvironment?.();
  const client = (environment?.getSink() as LibrarySink | undefined)?.socketClient;
  const { socket, endpoint } = client ?? {};
  if (socket !== undefined) return tcp(socket);
  if (endpoint?.protocol === 'udp:') return udp();
  return { watch: (sending) => sending };
}

const CHECK_MS = 1_000;

/** For how long the library lets its first connection be idle. */
const IDLE_MS = 5_000;

async function tcp(socket: Socket): Promise<Connection> {
  // Once connected the library listens to no error: an agent that goes away would end the process.
  if (!socket.listeners('error').includes(ignore)) socket.on('error', ignore);
  // After its first reconnect the library does not notice that the agent has closed the connection, and every second
  // document would be lost without a word.
  if (socket.readyState === 'writeOnly') {
    await new Promise<void>((closed) => socket.once('close', closed).destroy());
  }
  return {
    async watch(sending) {
      let timer: NodeJS.Timeout | undefined;
      const since = performance.now();
      // When the library gives a connection up it forgets who waits for it.
      const forgotten = new Promise<never>((_, reject) => {
        timer = setInterval(() => {
          if (!socket.destroyed && performance.now() - since < IDLE_MS) return;
          const closed = Object.assign(new Error('The connection was closed.'), { code: 'ETIMEDOUT' });
          // Once it has reconnected it never does: an agent that stands still, or that cannot be reached, would keep
          // the process from ending.
          if (!socket.destroyed) socket.once('error', ignore).destroy(closed);
          reject(closed);
        }, CHECK_MS).unref();
      });
      try {
        await Promise.race([sending, forgotten]);
      } finally {
        clearInterval(timer);
        // An idle connection is to keep no process alive. The library ends it after 5 s, but no longer once it has
        // reconnected. A write under way keeps the process alive by itself.
        socket.unref();
      }
    },
  };
}

/** The library resolves before a datagram has left, from a socket of its own: a burst would open as many. */
function udp(): Connection {
  const before = openSockets();
  return {
    async watch(sending) {
      await sending;
      for (let waited = 0; waited < MAX_LOOKUP_MS && openSockets() > before; waited++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}

const MAX_LOOKUP_MS = 1_000;

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
}

function ignore(): void {}
