import type { Receiver } from './call/stack.js';
import { Emitter } from './emitter.js';
import { isReportable, type Problem, type RetryEvent, type Sink } from './event.js';
import { guarded } from './guard.js';
import { inOneWrite, isStdoutSink } from './sinks/stdout.js';

/** Problems that are the same in every call: once is enough. */
const ONCE: readonly Problem['source'][] = ['property', 'stack'];
const MAX_REPORTED = 100;

/** Brings the events of one observer to its handlers and sinks. Nothing that fails there reaches the SDK call. */
export class Delivery implements Receiver {
  readonly handlers = new Emitter<(event: RetryEvent) => unknown>();
  readonly #sinks: readonly Sink[];
  readonly #stdoutSinks: readonly Sink[];
  readonly #otherSinks: readonly Sink[];
  readonly #onError: (error: unknown, problem: Problem) => unknown;
  readonly #reported = new Set<string>();

  constructor(sinks: readonly Sink[], onError: (error: unknown, problem: Problem) => unknown) {
    this.#sinks = sinks;
    this.#stdoutSinks = sinks.filter(isStdoutSink);
    this.#otherSinks = sinks.filter((sink) => !isStdoutSink(sink));
    this.#onError = onError;
  }

  receive(event: RetryEvent): void {
    const { eventName } = event;
    if (!this.handlers.empty) {
      for (const handler of this.handlers.lookup(eventName)) {
        this.#run(() => handler(event), { source: 'handler', eventName });
      }
    }
    if (!isReportable(event)) return;
    const problem: Problem = { source: 'sink', eventName };
    const write = (sink: Sink) => this.#run(() => sink.write(event), problem);
    // The lines of our own leave together, which may fail too, and before anybody else's sink can end the process.
    this.#run(() => inOneWrite(() => this.#stdoutSinks.forEach(write)), problem);
    this.#otherSinks.forEach(write);
  }

  report(error: unknown, problem: Problem): void {
    if (ONCE.includes(problem.source) && !this.#isNew((error as Error).message)) return;
    guarded(
      () => this.#onError(error, problem),
      // `onError` itself failed, so nothing can be reported.
      () => {},
    );
  }

  /** What the sinks do before their first wait is done when this returns its promise, which never rejects. */
  async flush(): Promise<void> {
    await Promise.all(this.#sinks.map((sink) => this.#run(() => sink.flush?.(), { source: 'sink' })));
  }

  #run(act: () => unknown, problem: Problem): unknown {
    return guarded(act, (error) => this.report(error, problem));
  }

  /** The set stops growing at a size that no honest program reaches. */
  #isNew(message: string): boolean {
    if (this.#reported.has(message) || this.#reported.size >= MAX_REPORTED) return false;
    this.#reported.add(message);
    return true;
  }
}
