import { setTimeout as wait } from 'node:timers/promises';
import { createRetryObserver, emfSink, lineSink, type RetryObserver, type Sink } from '@needs-retry/core';
import { GenericClient, genericCommand } from '@needs-retry/fixtures';
import { addScript, type Counts, noCounts } from './counts.js';
import type { SoakOptions } from './options.js';
import { type Reading, read } from './readings.js';
import { type Script, scriptsOf, strategy } from './script.js';
import { Service } from './service.js';

// The process under load: it writes lines and documents to its standard output, and tells its parent at the end what they
// must be. It holds calls in flight, a third of them with faults, while handlers and sinks of others fail.

/** What a run came to. */
export interface Report {
  /** What the scripts say that happened. */
  readonly expected: Counts;
  /** What handlers were told. */
  readonly told: Counts;
  /** Failures of handlers and sinks, and how many `onError` got. */
  readonly failures: { readonly expected: number; readonly reported: number };
  /** The calls in flight at the end, without those that never settle. */
  readonly left: number;
  readonly readings: readonly Reading[];
}

/** As many calls as core keeps in its list: with these the list is full, and its size stays. */
const HANGING = 10_000;
const READINGS = 30;
const Work = genericCommand('Work');

class Load {
  readonly #service = new Service();
  readonly #observer: RetryObserver;
  readonly #client: GenericClient;
  readonly #scripts: () => Script;
  readonly #hanging = new Set<string>();
  readonly #told = noCounts();
  readonly #expected = noCounts();
  #failures = { expected: 0, reported: 0 };
  #next = 0;
  #isOver = false;

  constructor(private readonly options: SoakOptions) {
    this.#scripts = scriptsOf(options.seed);
    this.#observer = createRetryObserver({
      sinks: [...this.#failingSinks(), lineSink(), emfSink()],
      onError: () => this.#failures.reported++,
    });
    this.#listen();
    this.#client = this.#newClient();
  }

  async run(): Promise<Report> {
    for (let i = 0; i < HANGING; i++) this.#call(this.#client, { ...this.#scripts(), hangs: true });
    const slots = Array.from({ length: this.options.inFlight }, () => this.#slot());
    const readings = await this.#read();
    this.#isOver = true;
    await Promise.all(slots);
    await this.#observer.flush();
    const left = this.#observer
      .callsInFlight()
      .filter(({ properties }) => !this.#hanging.has(String(properties.resource)));
    const { failures, told } = { failures: this.#failures, told: this.#told };
    return { expected: this.#expected, told, failures, left: left.length, readings };
  }

  /** Calls, one after the other, of which some never settle: then the slot goes on with the next. */
  async #slot(): Promise<void> {
    while (!this.#isOver) {
      const script = this.#scripts();
      const call = this.#call(this.#clientFor(), script);
      if (!script.hangs) await call;
    }
  }

  async #call(client: GenericClient, script: Script): Promise<void> {
    const call = this.#next++;
    const abort = new AbortController();
    if (script.hangs) this.#hanging.add(String(call));
    this.#service.expect(call, script, () => abort.abort());
    await client.send(new Work({ call }), { abortSignal: abort.signal }).catch(() => {});
    this.#service.forget(call);
    addScript(this.#expected, script);
  }

  /** Now and then a client that lives for one call, and an observer and a handler that come and go. */
  #clientFor(): GenericClient {
    if (this.#next % 100 !== 0) return this.#client;
    const passing = createRetryObserver({ sinks: [] });
    passing.observe(this.#client);
    passing.on('*', () => {})();
    passing.unobserve(this.#client);
    return this.#newClient();
  }

  #newClient(): GenericClient {
    const client = new GenericClient({
      serviceId: 'Soak',
      requestHandler: this.#service.handler,
      retryStrategy: strategy,
    });
    return this.#observer.observe(client, {
      service: 'soak',
      properties: (input) => ({ resource: String((input as { call: number }).call) }),
    });
  }

  #listen(): void {
    const told = this.#told;
    this.#observer.on('needs-retry', (event) => {
      told.attempts++;
      if (event.attempts > 1) told.retries++;
      if (event.throttled) told.throttles++;
    });
    this.#observer.on('after-call', ({ outcome }) => {
      told.calls++;
      if (outcome === 'gave-up') told.gaveUp++;
    });
    this.#observer.on('needs-retry', () => this.#fail());
    this.#observer.on('after-call', async () => this.#fail());
  }

  #failingSinks(): readonly Sink[] {
    return [
      { write: () => this.#fail() },
      {
        write: async () => {
          await undefined;
          this.#fail();
        },
      },
    ];
  }

  #fail(): never {
    this.#failures.expected++;
    throw new Error('of a handler or a sink');
  }

  /** Readings at equal distances, once the load has settled. */
  async #read(): Promise<readonly Reading[]> {
    const { seconds, callsToSettle } = this.options;
    while (this.#expected.calls < callsToSettle) await wait(50);
    const readings: Reading[] = [];
    const began = performance.now();
    for (let i = 0; i < READINGS; i++) {
      readings.push(read((performance.now() - began) / 1_000));
      await wait((seconds * 1_000) / READINGS);
    }
    return readings;
  }
}

const report = await new Load(JSON.parse(process.argv[2]!)).run();
process.send!(report, () => process.disconnect());
