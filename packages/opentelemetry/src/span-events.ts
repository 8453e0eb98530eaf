import type {
  AfterCallEvent,
  NeedsRetryEvent,
  PartialFailureEvent,
  ReportableEvent,
} from '@needs-retry/core';
import type { Attributes, Span } from '@opentelemetry/api';
import { ATTRIBUTE, callAttributes, classAttribute, known } from './attributes.js';

/** Adds what an event tells of its call to the span: a retry, that the SDK gave up, entries left undone. */
export function addSpanEvent(span: Span, event: ReportableEvent): void {
  if (event.kind === 'needs-retry') {
    if (event.attempts > 1) add(span, 'aws_sdk.retry', event, retryAttributes(event));
  } else if (event.kind === 'after-call') {
    add(span, 'aws_sdk.gave_up', event, gaveUpAttributes(event));
  } else if (event.kind === 'partial-failure') {
    add(span, 'aws_sdk.partial_failure', event, partialFailureAttributes(event));
  }
}

type CallEvent = NeedsRetryEvent | AfterCallEvent | PartialFailureEvent;

function add(span: Span, name: string, event: CallEvent, attributes: Attributes): void {
  const ofCall = {
    [ATTRIBUTE.region]: event.region,
    [ATTRIBUTE.statusCode]: event.statusCode,
    [ATTRIBUTE.requestId]: event.serviceRequestId,
    [ATTRIBUTE.extendedRequestId]: event.extendedRequestId,
  };
  span.addEvent(name, known({ ...callAttributes(event), ...ofCall, ...attributes }));
}

/** The attempt itself, and why it was made. */
function retryAttributes({ attempts, errorName, cause, delayMs, retryAfterMs }: NeedsRetryEvent): Attributes {
  return {
    [ATTRIBUTE.resendCount]: attempts - 1,
    [ATTRIBUTE.errorType]: errorName,
    [ATTRIBUTE.retryCause]: cause?.errorName,
    [ATTRIBUTE.retryCauseStatusCode]: cause?.statusCode,
    ...classAttribute(cause?.errorClass),
    [ATTRIBUTE.retryDelay]: seconds(delayMs),
    [ATTRIBUTE.retryAfter]: seconds(retryAfterMs),
  };
}

function gaveUpAttributes({ attempts, errorName, errorClass, gaveUpBecause }: AfterCallEvent): Attributes {
  return {
    [ATTRIBUTE.attempts]: attempts,
    [ATTRIBUTE.errorType]: errorName,
    ...classAttribute(errorClass),
    [ATTRIBUTE.gaveUpBecause]: gaveUpBecause,
  };
}

function partialFailureAttributes(event: PartialFailureEvent): Attributes {
  return {
    [ATTRIBUTE.retryableEntries]: event.retryableEntries,
    [ATTRIBUTE.finalEntries]: event.finalEntries,
    ...classAttribute(event.errorClass),
  };
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1_000;
}
