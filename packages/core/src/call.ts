import type { Failure, Properties } from './event.js';
import type { Invocation } from './invocation.js';
import type { Frames } from './plugin.js';
import { registry } from './registry.js';
import { type HandlerContext, type HttpRequest, text } from './sdk.js';
import type { Names } from './service.js';

/**
 * The state of one SDK call. Times are those of `performance.now()`. No member is `#private`: another copy of this
 * package may link its calls to ours.
 */
export class Call {
  /** Attempts begun, through the whole call. */
  attempts = 0;
  /** Attempts begun in the present retry loop: an S3 region redirect starts another. */
  attemptsInLoop = 0;
  /** Attempts begun and not ended. */
  running = 0;
  totalDelayMs = 0;
  firstStartedAt = 0;
  lastEndedAt: number | undefined = undefined;
  /** What the last ended attempt ended with. */
  lastFailure: Failure | undefined = undefined;
  request: HttpRequest | undefined = undefined;
  /** Frames of another stack that the call passes too: those of a command observed by itself. */
  joined: readonly Frames[] | undefined = undefined;
  older: Call | undefined = undefined;
  newer: Call | undefined = undefined;

  constructor(
    readonly frames: Frames,
    readonly context: HandlerContext,
    readonly input: unknown,
    /** What the adapter said of the input when the call began. */
    readonly facts: Partial<Properties> | undefined,
    /** Those of `withProperties` then. */
    readonly contextProperties: Properties | undefined,
    /** The Lambda invocation in which it began. */
    readonly invocation: Invocation | undefined,
    readonly startedAt: number,
  ) {}

  /** Whoever prints a request that carries its call sees nothing of the input. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Call';
  }

  get names(): Names {
    return this.frames.namesOf(this.context, this.request);
  }

  get sdkInvocationId(): string | undefined {
    return text(this.request?.headers?.['amz-sdk-invocation-id']);
  }
}

/** Enters a call into the list of those in flight. */
export function enter(call: Call): void {
  const shared = registry();
  call.older = shared.newestCall;
  if (call.older !== undefined) call.older.newer = call;
  shared.newestCall = call;
}

export function leave(call: Call): void {
  if (call.newer === undefined) registry().newestCall = call.older;
  else call.newer.older = call.older;
  if (call.older !== undefined) call.older.newer = call.newer;
  // Whoever keeps this call, by its request, keeps no other.
  call.older = undefined;
  call.newer = undefined;
}
