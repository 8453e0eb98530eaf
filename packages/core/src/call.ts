import type { Failure, Properties } from './event.js';
import type { Invocation } from './invocation.js';
import type { Frames } from './plugin.js';
import { registry } from './registry.js';
import { type Args, type HandlerContext, type HttpRequest, text } from './sdk.js';
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
  /** What its retry loop was given: its request is that of all attempts. Read when needed, for Node.js 20 is slow at it. */
  args: Args | undefined = undefined;
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

  /** Whoever prints the `args` that carry a call does not see it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Call';
  }

  get request(): HttpRequest | undefined {
    return this.args?.request;
  }

  get names(): Names {
    return this.frames.namesOf(this.context, this.request);
  }

  get sdkInvocationId(): string | undefined {
    return text(this.request?.headers?.['amz-sdk-invocation-id']);
  }
}

/** The call in flight that sends `request`. */
export function callOf(request: HttpRequest | undefined): Call | undefined {
  let call = request && registry().newestCall;
  while (call !== undefined && call.request !== request) call = call.older;
  return call;
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
