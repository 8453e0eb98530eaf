import { type Failure, isReportableAttempt, type RetryEvent } from '../event.js';
import { wasAbortedByReader } from '../sdk/abort.js';
import type { Args, HandlerContext, Result, SdkError } from '../sdk/client.js';
import { retryAfterOf } from '../sdk/retry-after.js';
import { answerOf, endOf, failureOf, metadataOf, successOf } from './answer.js';
import { Call } from './call.js';
import { type Attempt, afterCallEvent, needsRetryEvent, streamErrorEvent } from './events.js';
import { enter, leave } from './in-flight.js';
import { currentInvocation } from './invocation.js';
import { isStream, outcomeOf } from './outcome.js';
import { partialFailureEvents } from './partial-failures.js';
import { currentProperties } from './properties.js';
import type { ObservedStack, Receiver } from './stack.js';

export function beginCall(observed: ObservedStack, args: Args, context: HandlerContext): Call {
  const call = new Call(
    observed.audience,
    observed.settings.facts,
    observed.namesFor(context),
    observed.propertiesOf(args.input),
    currentProperties(),
    currentInvocation(),
    performance.now(),
  );
  enter(call);
  return call;
}

export function beginAttempt(
  observed: ObservedStack,
  call: Call,
  args: Args | undefined,
  context: HandlerContext,
): Attempt {
  const startedAt = performance.now();
  call.attempts++;
  call.attemptsInLoop = (call.attemptsInLoop ?? 0) + 1;
  call.running++;
  if (call.attempts === 1) {
    call.firstStartedAt = startedAt;
    const headers = args?.request?.headers;
    call.sdkInvocationId = headers?.['amz-sdk-invocation-id'];
    if (!observed.settings.asked) observed.learn(headers?.['user-agent']);
    call.names = observed.namesFor(context);
    return FIRST;
  }
  const delayMs = Math.max(0, Math.round(startedAt - (call.lastEndedAt ?? startedAt)));
  call.totalDelayMs += delayMs;
  return { number: call.attempts, startedAt, delayMs, cause: causeOf(call) };
}

// Most calls have no other attempt: what differs between first ones is with the call.
const FIRST: Attempt = { number: 1, startedAt: undefined, delayMs: undefined, cause: undefined };

export function attemptEnded(
  observed: ObservedStack,
  call: Call,
  attempt: Attempt,
  args: Args | undefined,
  ok: boolean,
  value: unknown,
): void {
  call.running--;
  // Nothing was sent: a presigned URL, or a middleware that answered by itself.
  if (ok && (value as Result | undefined)?.response?.statusCode === undefined) {
    call.attempts--;
    call.attemptsInLoop!--;
    return;
  }
  call.lastEndedAt = performance.now();
  call.lastDurationMs = Math.round(call.lastEndedAt - (attempt.startedAt ?? call.firstStartedAt));
  call.lastFailure = undefined;
  call.lastMetadata = ok ? metadataOf(value as Result | undefined) : undefined;
  const isHeard = hasHandlers(call, call.names.needsRetry);
  // Most calls end with the success of their first attempt. Without a handler nothing more is computed.
  if (ok && attempt.number === 1 && !isHeard) return;
  const end = endOf(ok, value);
  const answer = answerOf(observed, call, end);
  if (!ok) {
    call.lastFailure = failureOf(answer, call.lastDurationMs);
    call.retryAfterMs = retryAfterOf(value);
    call.hasStreamingBody = isStream(args?.request?.body);
  }
  if (isHeard || isReportableAttempt(attempt.number, answer.errorClass)) {
    deliver(call, needsRetryEvent(observed, call, attempt, end, answer));
  }
}

export function callEnded(
  observed: ObservedStack,
  call: Call,
  args: Args,
  ok: boolean,
  value: unknown,
): void {
  leave(call);
  // An error with such metadata may be that of another call, for example of a credential provider's.
  if (call.attemptsInLoop === undefined && wasRetriedElsewhere(ok, value) && observed.restore?.()) return;
  if (ok) {
    if (call.attempts === 0) return;
    if (observed.adapter !== undefined) lookInto(observed, call, args, value as Result | undefined);
  }
  const isHeard = hasHandlers(call, call.names.afterCall);
  if (ok && !isHeard) return;
  const end = endOf(ok, value);
  const answer = answerOf(observed, call, end);
  const outcome = outcomeOf(call, ok, answer.errorType);
  if (outcome === 'gave-up' || isHeard) deliver(call, afterCallEvent(observed, call, end, answer, outcome));
}

/** True for an answer, or an error that the SDK's retry middleware has seen: then it was not the one that is observed. */
function wasRetriedElsewhere(ok: boolean, value: unknown): boolean {
  try {
    if (ok) return (value as Result | undefined)?.response?.statusCode !== undefined;
    return (value as SdkError | undefined)?.$metadata?.attempts !== undefined;
  } catch {
    // Reading a property of the error threw.
    return false;
  }
}

/** Reports what a successful answer holds that is none: entries left undone, and a stream that fails later. */
function lookInto(observed: ObservedStack, call: Call, args: Args, result: Result | undefined): void {
  const { partialFailures, watchStream } = observed.adapter!;
  if (partialFailures !== undefined) {
    for (const event of partialFailureEvents(observed, call, args.input, result)) deliver(call, event);
  }
  if (watchStream !== undefined) watchAnswer(observed, call, result);
}

/** A function of its own, for whatever closes over variables costs each call that passes them (`bench calls`). */
function watchAnswer(observed: ObservedStack, call: Call, result: Result | undefined): void {
  const failed = (error: unknown) => {
    try {
      if (wasAbortedByReader(error, result)) return;
      deliver(call, streamErrorEvent(observed, call, result, error));
    } catch (problem) {
      observed.report(problem, 'internal');
    }
  };
  observed.ask((service) => service.watchStream?.(result?.output, failed));
}

function hasHandlers(call: Call, eventName: string): boolean {
  const { receivers } = call;
  return receivers.some(isListening) && isListenedTo(receivers, eventName);
}

function isListening({ handlers }: Receiver): boolean {
  return !handlers.empty;
}

function isListenedTo(receivers: readonly Receiver[], eventName: string): boolean {
  return receivers.some(({ handlers }) => handlers.lookup(eventName).length > 0);
}

function deliver(call: Call, event: RetryEvent): void {
  for (const receiver of call.receivers) receiver.receive(event);
}

/** An attempt that begins another loop follows a redirect, if the error is one for which S3's middleware does it. */
function causeOf(call: Call): Failure | undefined {
  const { lastFailure, lastEndedAt, lastMetadata, attemptsInLoop } = call;
  if (lastFailure === undefined) {
    return lastEndedAt === undefined ? undefined : successOf(lastMetadata, call.lastDurationMs);
  }
  if (attemptsInLoop !== 1) return lastFailure;
  const { statusCode = 0, errorName } = lastFailure;
  const isOtherRegion =
    statusCode === 400 &&
    (errorName === 'IllegalLocationConstraintException' || call.names.operation === 'HeadBucket');
  const redirected = (statusCode >= 300 && statusCode < 400) || isOtherRegion;
  return redirected ? Object.freeze({ ...lastFailure, errorType: 'REDIRECT' }) : lastFailure;
}
