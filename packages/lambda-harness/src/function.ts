import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve as resolvePath } from 'node:path';
import { type Channel, pipeChannel, type ReaderPace, socketChannel } from './channel.js';
import { lineSplitter } from './lines.js';
import { type EmfEvent, type LogEvent, type LogFormat, type LogLevel, LogStream } from './log-stream.js';
import { platformLines } from './platform-lines.js';
import { type Answer, type Delivery, type RuntimeError, startRuntimeApi } from './runtime-api.js';
import { launch, RUNTIMES, type Runtime } from './runtimes.js';
import { frameReader } from './telemetry-frames.js';

export type FunctionOptions = {
  readonly runtime: Runtime;
  /** A `.cjs` or `.mjs` file whose name has no other dot. */
  readonly handlerFile: string;
  /** @defaultValue `handler` */
  readonly handlerName?: string;
  /** @defaultValue `Text`, under multi-concurrency `JSON`, the only one that Lambda has there */
  readonly logFormat?: LogFormat;
  /** The application log level, which Lambda sets in JSON format only. @defaultValue `INFO` */
  readonly logLevel?: LogLevel;
  /** Whether the client gets a descriptor for the console (under multi-concurrency: a socket). @defaultValue true */
  readonly telemetry?: boolean;
  /** What descriptors 1 and 2 are. @defaultValue `pipe` */
  readonly stdout?: 'pipe' | 'socket';
  /** @defaultValue `prompt` */
  readonly reader?: ReaderPace;
  /** @defaultValue 3,000 */
  readonly timeoutMs?: number;
  /** Stops the environment whenever it waits for an event, as Lambda does. @defaultValue false */
  readonly freezes?: boolean;
  /** Makes it a managed instance: client 4.x, with as many invocations at once in `workerCount` threads. */
  readonly maxConcurrency?: number;
  readonly workerCount?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Invocation = { readonly requestId: string } & (
  | Answer
  | { readonly timedOut: true }
  | { readonly exited: Exit }
);

/** One execution environment. Once its process is gone it stays so. */
export type LambdaFunction = {
  readonly pid: number;
  /** Thaws the environment, and resolves when it waits for the next event or is gone, and its output was read. */
  invoke(event?: unknown): Promise<Invocation>;
  freeze(): void;
  thaw(): void;
  setReader(pace: ReaderPace): void;
  /** Ends the environment, which Lambda does without a word to it. What is in the pipes is read to the end. */
  stop(): Promise<void>;
  /** Resolves when the process has ended by itself or by `stop`, and its output was read. */
  readonly gone: Promise<Exit>;
  logEvents(): readonly LogEvent[];
  droppedEvents(): readonly LogEvent[];
  emfEvents(): readonly EmfEvent[];
};

type Running = {
  readonly requestId: string;
  readonly event: unknown;
  readonly settle: (invocation: Invocation) => void;
  startedAt: number;
  timer?: NodeJS.Timeout;
  answer?: Answer;
  timedOut?: boolean;
};

const INIT_TIMEOUT_MS = 10_000;

// A frozen child would outlive this process, and a managed instance tries to reach it for a quarter of an hour.
const live = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of live) child.kill('SIGKILL');
});

/** Starts the runtime of a function, and resolves when it asks for its first event or is gone. */
export async function startFunction(options: FunctionOptions): Promise<LambdaFunction> {
  const { logFormat, handlerName, maxConcurrency, timeoutMs } = { ...validated(options) };
  const multi = maxConcurrency !== undefined;
  const log = new LogStream(logFormat, options.logLevel ?? 'INFO');
  const lines = platformLines(logFormat);

  const waiting: Running[] = [];
  const running = new Map<string, Running>();
  const askers: ((delivery: Delivery) => boolean)[] = [];
  let frozen = false;
  let exit: Exit | undefined;
  let initError: RuntimeError | undefined;
  let initialized = () => {};
  const initDone = new Promise<void>((resolve) => {
    initialized = resolve;
  });

  const api = await startRuntimeApi({
    next(deliver) {
      initialized();
      askers.push(deliver);
      afterOutput(() => {
        // A runtime that asks again is done with what it had; with several at once only its answer says so.
        if (!multi) for (const invocation of running.values()) finish(invocation);
        dispatch();
        if (options.freezes && running.size === 0) freeze();
      });
    },
    answer(requestId, answer) {
      const invocation = running.get(requestId);
      if (invocation === undefined) return;
      invocation.answer = answer;
      if (multi) afterOutput(() => finish(invocation));
    },
    initError(error) {
      initError = error;
    },
  });

  const directory = await mkdtemp(join(tmpdir(), 'lambda-harness-'));
  const openChannel = options.stdout === 'socket' ? socketChannel : pipeChannel;
  const stdout = lineSplitter((line) => log.add('stdout', line));
  const stderr = lineSplitter((line) => log.add('stderr', line));
  const frames = frameReader((timestamp, message) => log.add('telemetry', message, timestamp));
  const hasDescriptor = options.telemetry !== false && !multi;
  const channels: readonly Channel[] = await Promise.all([
    openChannel(join(directory, 'stdout'), stdout.push),
    openChannel(join(directory, 'stderr'), stderr.push),
    ...(hasDescriptor ? [pipeChannel(join(directory, 'telemetry'), frames.push)] : []),
  ]);
  const socketPath = join(directory, 'telemetry-socket');
  const provider = options.telemetry !== false && multi ? await lineServer(socketPath, log) : undefined;

  const { command, args, env } = launch(options.runtime, multi);
  const child = spawn(command, args, {
    stdio: ['ignore', ...channels.map((channel) => channel.childEnd)],
    cwd: dirname(options.handlerFile),
    env: {
      ...env,
      ...lambdaEnvironment(options, logFormat, handlerName),
      AWS_LAMBDA_RUNTIME_API: api.address,
      ...(hasDescriptor ? { _LAMBDA_TELEMETRY_LOG_FD: '3' } : {}),
      ...(provider ? { _LAMBDA_TELEMETRY_LOG_FD_PROVIDER_SOCKET: socketPath } : {}),
      ...options.env,
    },
  });
  const exited = once(child, 'exit') as Promise<[Exit['code'], Exit['signal']]>;
  for (const channel of channels) channel.release();
  setReader(options.reader ?? 'prompt');

  const kill = () => void child.kill('SIGKILL');
  live.add(child);
  const initTimer = setTimeout(kill, INIT_TIMEOUT_MS);
  const gone = exited.then(afterExit);

  await Promise.race([initDone, gone]);
  clearTimeout(initTimer);
  return {
    pid: child.pid!,
    invoke,
    freeze,
    thaw,
    setReader,
    gone,
    async stop() {
      kill();
      await gone;
    },
    logEvents: () => log.events(),
    droppedEvents: () => log.dropped(),
    emfEvents: () => log.emfEvents(),
  };

  function invoke(event: unknown = {}): Promise<Invocation> {
    return new Promise((settle) => {
      const invocation = { requestId: randomUUID(), event, settle, startedAt: 0 };
      if (exit !== undefined) return settle(lost(invocation));
      waiting.push(invocation);
      thaw();
      dispatch();
    });
  }

  function dispatch(): void {
    while (waiting.length > 0 && askers.length > 0 && running.size < (maxConcurrency ?? 1)) {
      const invocation = waiting[0]!;
      const { requestId, event } = invocation;
      if (!askers.shift()!({ requestId, event, deadlineMs: Date.now() + timeoutMs })) continue;
      waiting.shift();
      running.set(requestId, invocation);
      invocation.startedAt = performance.now();
      invocation.timer = setTimeout(() => {
        invocation.timedOut = true;
        kill();
      }, timeoutMs);
      for (const line of lines.start(requestId)) log.add('platform', line);
    }
  }

  function finish(invocation: Running): void {
    const outcome = lost(invocation);
    if ('exited' in outcome && exit === undefined) return;
    if (!running.delete(invocation.requestId)) return;
    clearTimeout(invocation.timer);
    const ending = {
      requestId: invocation.requestId,
      durationMs: performance.now() - invocation.startedAt,
      status: invocation.timedOut ? 'timeout' : 'result' in outcome ? 'success' : 'error',
      ...(exit !== undefined && !invocation.timedOut ? { exit: describeExit(exit) } : {}),
    } as const;
    for (const line of lines.end(ending)) log.add('platform', line);
    invocation.settle(outcome);
    dispatch();
  }

  /** What there is to say of an invocation whose runtime will say no more. */
  function lost({ requestId, answer, timedOut, startedAt }: Running): Invocation {
    if (answer !== undefined) return { requestId, ...answer };
    if (timedOut) return { requestId, timedOut };
    if (initError !== undefined && startedAt === 0) return { requestId, error: initError };
    return { requestId, exited: exit ?? { code: null, signal: null } };
  }

  async function afterExit([code, signal]: [Exit['code'], Exit['signal']]): Promise<Exit> {
    live.delete(child);
    clearTimeout(initTimer);
    setReader('prompt');
    await Promise.all(channels.map((channel) => channel.ended));
    await provider?.close();
    stdout.end();
    stderr.end();
    frames.end();
    await Promise.all([api.close(), rm(directory, { recursive: true })]);

    exit = { code, signal };
    for (const invocation of running.values()) finish(invocation);
    for (const invocation of waiting.splice(0)) invocation.settle(lost(invocation));
    return exit;
  }

  function freeze(): void {
    frozen = child.kill('SIGSTOP');
  }

  function thaw(): void {
    if (frozen) child.kill('SIGCONT');
    frozen = false;
  }

  function setReader(pace: ReaderPace): void {
    for (const channel of channels) channel.setPace(pace);
  }
}

/**
 * What the process wrote before a request is in its pipes when the request arrives, but the event loop may come to
 * the request first. By the end of that turn it has been to both.
 */
function afterOutput(act: () => void): void {
  setImmediate(act);
}

function validated(options: FunctionOptions) {
  const { runtime, handlerFile, handlerName = 'handler', maxConcurrency, timeoutMs = 3000 } = options;
  const logFormat = options.logFormat ?? (maxConcurrency === undefined ? 'Text' : 'JSON');
  if (!RUNTIMES.includes(runtime)) {
    throw new TypeError(`Expected \`runtime\` to be one of ${RUNTIMES.join(', ')}, got ${runtime}.`);
  }
  if (!/^[^.]+\.(cjs|mjs)$/.test(basename(handlerFile))) {
    throw new TypeError(
      `Expected \`handlerFile\` to be a .cjs or .mjs file without other dots, got ${handlerFile}.`,
    );
  }
  if (maxConcurrency !== undefined && (runtime === 'nodejs20.x' || logFormat === 'Text')) {
    throw new TypeError(
      `Expected \`maxConcurrency\` with nodejs22.x or later in JSON format, got ${runtime}, ${logFormat}.`,
    );
  }
  return { handlerName, logFormat, maxConcurrency, timeoutMs };
}

function lambdaEnvironment(options: FunctionOptions, logFormat: LogFormat, handlerName: string) {
  const { runtime, handlerFile, logLevel = 'INFO', maxConcurrency, workerCount } = options;
  return {
    PATH: process.env.PATH,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: 'eu-west-1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: 'harness',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/harness',
    AWS_LAMBDA_LOG_STREAM_NAME: 'harness/[$LATEST]1',
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    ...(logFormat === 'JSON' ? { AWS_LAMBDA_LOG_LEVEL: logLevel } : {}),
    LAMBDA_TASK_ROOT: dirname(resolvePath(handlerFile)),
    _HANDLER: `${basename(handlerFile).replace(/\..*$/, '')}.${handlerName}`,
    ...(maxConcurrency === undefined ? {} : { AWS_LAMBDA_MAX_CONCURRENCY: String(maxConcurrency) }),
    ...(workerCount === undefined ? {} : { AWS_LAMBDA_NODEJS_WORKER_COUNT: String(workerCount) }),
  };
}

/** Where each thread of a managed instance connects to write the lines of its console. */
async function lineServer(path: string, log: LogStream) {
  const connections = new Set<Promise<unknown>>();
  const server: Server = createServer((socket: Socket) => {
    const lines = lineSplitter((line) => log.add('telemetry', line));
    socket.on('data', lines.push);
    connections.add(new Promise((resolve) => socket.once('close', resolve)).then(lines.end));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    async close() {
      server.close();
      await Promise.all(connections);
    },
  };
}

function describeExit({ code, signal }: Exit): string {
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}`;
}
