import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type AgentDocument = Record<string, unknown> & { readonly _aws: Record<string, unknown> };

/** What listens where the CloudWatch agent would. */
export interface Agent {
  readonly endpoint: string;
  readonly documents: AgentDocument[];
  /** Resolves when so many documents have arrived; rejects after 10 s. */
  received(count: number): Promise<AgentDocument[]>;
  stop(): Promise<void>;
}

export interface TcpAgent extends Agent {
  readonly port: number;
  /** Lets what it is sent stand in the kernel's buffers. */
  pause(): void;
  resume(): void;
  /** Ends the connections: at once, as a crash does, or as a process does that ends. */
  drop(how: 'reset' | 'close'): Promise<void>;
}

const running = new Set<Agent>();
afterEach(() => Promise.all([...running].map((agent) => agent.stop())));

/** @param port where an earlier one was; otherwise a free one */
export async function startTcpAgent(port = 0): Promise<TcpAgent> {
  const documents: AgentDocument[] = [];
  const connections = new Set<Socket>();
  let paused = false;
  const server = createServer((socket) => {
    let text = '';
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop() ?? '';
      documents.push(...lines.map((line) => JSON.parse(line)));
    });
    if (paused) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  async function drop(how: 'reset' | 'close'): Promise<void> {
    const closed = [...connections].map((socket) => {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
      return new Promise((resolve) => socket.once('close', resolve));
    });
    await Promise.all(closed);
  }

  const agent: TcpAgent = {
    endpoint: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    documents,
    received: (count) => received(documents, count),
    pause() {
      paused = true;
      for (const socket of connections) socket.pause();
    },
    resume() {
      paused = false;
      for (const socket of connections) socket.resume();
    },
    drop,
    async stop() {
      if (!running.delete(agent)) return;
      const closed = new Promise((resolve) => server.close(resolve));
      await drop('close');
      await closed;
    },
  };
  running.add(agent);
  return agent;
}

export async function startUdpAgent(): Promise<Agent> {
  const documents: AgentDocument[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message) => documents.push(JSON.parse(message.toString())));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const agent: Agent = {
    endpoint: `udp://127.0.0.1:${socket.address().port}`,
    documents,
    received: (count) => received(documents, count),
    async stop() {
      if (running.delete(agent)) await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
  running.add(agent);
  return agent;
}

async function received(documents: AgentDocument[], count: number): Promise<AgentDocument[]> {
  for (let waited = 0; documents.length < count; waited += 10) {
    if (waited > 10_000) throw new Error(`${documents.length} documents arrived, not ${count}.`);
    await sleep(10);
  }
  return documents;
}
