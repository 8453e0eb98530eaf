import type { Failure, Properties } from '../event.js';
import type { SdkMetadata } from '../sdk/client.js';
import type { Names } from '../sdk/names.js';
import type { ClientFacts } from '../sdk/settings.js';
import type { Invocation } from './invocation.js';
import type { Audience, Receiver } from './stack.js';

/**
 * The state of one SDK call: names, times, counts and the last failure. It keeps no input, no request and no client, for
 * a call that never settles stays in the list of those in flight. Times are those of `performance.now()`. No member is
 * `#private`: another copy of this package may link its calls to ours.
 */
export class Call {
  /** Attempts started, through the whole call. */
  attempts = 0;
  /** Attempts started in the current retry loop; undefined before the first loop. An S3 region redirect starts another. */
  attemptsInLoop: number | undefined = undefined;
  /** Attempts started and not ended. */
  running = 0;
  totalDelayMs = 0;
  firstStartedAt = 0;
  lastEndedAt: number | undefined = undefined;
  lastDurationMs = 0;
  /** What the last ended attempt failed with; undefined if it succeeded. */
  lastFailure: Failure | undefined = undefined;
  /** `$metadata` of the last ended attempt, if it succeeded. */
  lastMetadata: SdkMetadata | undefined = undefined;
  /** What the latest failed answer asked to wait. */
  retryAfterMs: number | undefined = undefined;
  sdkInvocationId: string | undefined = undefined;
  /** True if the request's body cannot be sent again; looked at when an attempt fails. */
  hasStreamingBody = false;
  /** The audiences of other stacks that the call passes too: that of a command observed by itself. */
  joined: readonly Audience[] | undefined = undefined;
  older: Call | undefined = undefined;
  newer: Call | undefined = undefined;

  constructor(
    readonly audience: Audience,
    readonly client: ClientFacts,
    public names: Names,
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

  /** The observers that get its events, each once. */
  get receivers(): readonly Receiver[] {
    const { audience, joined } = this;
    if (joined === undefined) return audience.receivers;
    return [...new Set([audience, ...joined].flatMap((each) => each.receivers))];
  }
}
