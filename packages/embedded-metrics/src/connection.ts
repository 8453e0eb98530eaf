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
    readonly endpoint?: { readonly protocol?: string; readonly host?: string };
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
  if (endpoint?.protocol === 'udp:') return udp(endpoint.host ?? '');
  return { watch: (sending) => sending };
}

const CHECK_MS = 1_000;

function tcp(socket: Socket): Connection {
  // Once connected the library listens to no error: an agent that goes away would end the process.
  if (!socket.listeners('error').includes(ignore)) socket.on('error', ignore);
  // After its first reconnect the library does not notice that the agent has closed the connection.
  if (socket.readyState === 'writeOnly') socket.destroy();
  return {
    async watch(sending) {
      let timer: NodeJS.Timeout | undefined;
      // When the library gives a connection up it forgets who waits for it.
      const forgotten = new Promise<never>((_, reject) => {
        timer = setInterval(() => {
          if (socket.destroyed)
            reject(Object.assign(new Error('The connection was closed.'), { code: 'ETIMEDOUT' }));
        }, CHECK_MS).unref();
      });
      try {
        await Promise.race([sending, forgotten]);
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** The library resolves before a datagram has left, from a socket of its own: a burst would open as many. */
function udp(host: string): Connection {
  return {
    async watch(sending) {
      await sending;
      // It goes through these two as well, and has gone before.
      await process.getBuiltinModule('node:dns').promises.lookup(host).catch(ignore);
      await new Promise(setImmediate);
    },
  };
}

function ignore(): void {}
