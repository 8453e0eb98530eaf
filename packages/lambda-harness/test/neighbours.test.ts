import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { captureNode, emfProblems } from '@needs-retry/fixtures';
import { bundleHandler, type LogFormat, type Runtime } from '../src/index.js';
import { runtimes, started } from './started.js';

// Powertools Metrics and Logger, pino and aws-embedded-metrics write beside us, and much: a slow reader lets it stand in
// their memory. All of it has to arrive whole, theirs as it is without us.
const ROUNDS = 100;
const LINE = 'needs-retry.s3.ListBuckets|increment|count=1';
const directory = join(__dirname, 'neighbours');

type Document = Record<string, unknown> & {
  readonly _aws?: { readonly CloudWatchMetrics: readonly { readonly Namespace: string }[] };
};

/** What each wrote, by the first thing that tells them apart; what nobody wrote like that is `damaged`. */
function byWriter(messages: readonly string[]) {
  const writers = {
    lines: [] as string[],
    documents: [] as Document[],
    sink: [] as Document[],
    powertools: [] as Document[],
    embedded: [] as Document[],
    logger: [] as Document[],
    pino: [] as Document[],
    damaged: [] as string[],
  };
  for (const message of messages) {
    // A line feed that keeps our line apart from half of theirs is an empty one where theirs was whole.
    if (message === '') continue;
    const document = documentIn(message);
    if (message === LINE) writers.lines.push(message);
    else if (document === undefined) writers.damaged.push(message);
    else writers[writerOf(message, document)].push(document);
  }
  return writers;
}

function writerOf(message: string, document: Document) {
  const namespace = document._aws?.CloudWatchMetrics[0]?.Namespace;
  if (namespace === 'Powertools') return 'powertools';
  if (namespace === 'Embedded') return 'embedded';
  // The library writes `_aws` last.
  if (namespace === 'NeedsRetry') return message.startsWith('{"_aws"') ? 'documents' : 'sink';
  return 'time' in document ? 'pino' : 'logger';
}

/** The object of a message, which the console of Text format puts something before. */
function documentIn(message: string): Document | undefined {
  const text = /^(?:[^{\t]+\t){3}(\{.*)$/s.exec(message)?.[1] ?? message;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The writers that are not ours, without what differs from run to run. */
function othersOf({ powertools, embedded, logger, pino }: ReturnType<typeof byWriter>) {
  const timeless = ({ timestamp, time, function_request_id, xray_trace_id, ...rest }: Document) => ({
    ...rest,
    ...(rest._aws && { _aws: { ...rest._aws, Timestamp: 0 } }),
  });
  return [powertools, embedded, logger, pino].map((documents) => documents.map(timeless));
}

function expectAllOfUs(seen: ReturnType<typeof byWriter>) {
  const { lines, documents, sink, damaged } = seen;
  const rounds = (of: Document[], attempts: number) =>
    of.filter((each) => each.attempts === attempts).map(({ round }) => round);
  const all = Array.from({ length: ROUNDS }, (_, i) => i);
  expect(damaged).toEqual([]);
  expect(lines).toHaveLength(ROUNDS);
  for (const of of [documents, sink]) {
    expect(rounds(of, 1)).toEqual(all);
    expect(rounds(of, 2)).toEqual(all);
  }
  for (const document of documents) expect(emfProblems(JSON.stringify(document))).toEqual([]);
}

describe.each(['pipe', 'socket'] as const)('a process, %s', (stdout) => {
  test('with a slow reader', async () => {
    const run = async (env: Record<string, string>) => {
      const captured = await captureNode(join(directory, 'program.ts'), {
        args: [String(ROUNDS)],
        env: { AWS_EMF_ENVIRONMENT: 'Local', POWERTOOLS_SERVICE_NAME: 'shop', ...env },
        stdout,
        reader: { pauseMs: 20 },
      });
      expect(captured).toMatchObject({ exitCode: 0, stderr: [] });
      return byWriter(captured.stdout);
    };
    const [beside, alone] = await Promise.all([run({}), run({ NEEDS_RETRY_DISABLED: '1' })]);

    expectAllOfUs(beside);
    expect(alone).toMatchObject({ lines: [], documents: [], sink: [], damaged: [] });
    expect(othersOf(beside)).toEqual(othersOf(alone));
    expect(othersOf(alone).map((documents) => documents.length)).toEqual([ROUNDS, ROUNDS, ROUNDS, ROUNDS]);
  });
});

describe('a logger that fills the pipe', () => {
  const count = 2_000;
  const flood = async (sync: boolean) =>
    byWriter(
      (
        await captureNode(join(directory, 'flood.ts'), {
          args: [JSON.stringify({ count, sync })],
          reader: { pauseMs: 50 },
        })
      ).stdout,
    );

  // Its default is to go on later, where half a line of its own is out: that line comes in two, ours never does.
  test('pino: our lines are whole', async () => {
    const { lines, documents } = await flood(false);

    expect({ lines: lines.length, documents: documents.length }).toEqual({ lines: count, documents: count });
  });

  test('pino with `sync: true`: its lines are too', async () => {
    const { lines, documents, pino, damaged } = await flood(true);

    expect(damaged).toEqual([]);
    expect([lines, documents, pino].map(({ length }) => length)).toEqual([count, count, count]);
  });
});

describe('a function', () => {
  let handlerFile = '';
  beforeAll(async () => {
    handlerFile = await bundleHandler({ entry: join(directory, 'handler.ts') });
  });
  afterAll(() => rm(dirname(handlerFile), { recursive: true }));

  async function invoked(runtime: Runtime, logFormat: LogFormat, env: Record<string, string>) {
    const fn = await started({
      ...{ runtime, logFormat, handlerFile, timeoutMs: 20_000 },
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
      reader: { slowMs: 20 },
    });
    expect(await fn.invoke({ rounds: ROUNDS })).toMatchObject({ result: 'done' });
    await fn.stop();
    const messages = fn.logEvents().filter(({ source }) => source === 'stdout' || source === 'telemetry');
    return { ...byWriter(messages.map(({ message }) => message)), emf: fn.emfEvents().length };
  }

  test.each(
    runtimes.flatMap((runtime) => (['Text', 'JSON'] as const).map((format) => ({ runtime, format }))),
  )('$runtime, $format, with a slow reader', async ({ runtime, format }) => {
    const [beside, alone] = await Promise.all([
      invoked(runtime, format, {}),
      invoked(runtime, format, { NEEDS_RETRY_DISABLED: '1' }),
    ]);

    expectAllOfUs(beside);
    expect(alone).toMatchObject({ lines: [], documents: [], sink: [], damaged: [] });
    expect(othersOf(beside)).toEqual(othersOf(alone));
    // Each metric of theirs and, twice, each document of ours is extracted.
    expect({ alone: alone.emf, beside: beside.emf }).toEqual({ alone: 2 * ROUNDS, beside: 6 * ROUNDS });
  });
});
