import type {
  AfterCallEvent,
  DeadlineEvent,
  NeedsRetryEvent,
  PartialFailureEvent,
  ReportableEvent,
  StreamErrorEvent,
  SummaryEvent,
} from '@needs-retry/core';
import type { Attributes, Meter } from '@opentelemetry/api';
import { ATTRIBUTE, callAttributes, classAttribute, known } from './attributes.js';

// Seconds; the longest delay of the SDK is 20.
const DELAY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
// Seconds; as the conventions have them for durations of calls.
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The instruments of one meter. */
export class Instruments {
  private readonly retries;
  private readonly throttles;
  private readonly retryDelay;
  private readonly callsGivenUp;
  private readonly failedEntries;
  private readonly streamErrors;
  private readonly callsAtDeadline;
  private readonly calls;
  private readonly attempts;
  private readonly callDuration;

  constructor(meter: Meter) {
    const counter = (name: string, unit: string, description: string) =>
      meter.createCounter(`aws_sdk.client.${name}`, { unit, description });
    const seconds = (name: string, description: string, explicitBucketBoundaries: number[]) =>
      meter.createHistogram(`aws_sdk.client.${name}`, {
        unit: 's',
        description,
        advice: { explicitBucketBoundaries },
      });
    this.retries = counter('retries', '{retry}', 'Attempts of calls after their first.');
    this.throttles = counter('throttles', '{attempt}', 'Attempts that the service throttled.');
    this.retryDelay = seconds(
      'retry.delay',
      'Time from the end of an attempt to the start of the next.',
      DELAY_BUCKETS,
    );
    this.callsGivenUp = counter(
      'calls_given_up',
      '{call}',
      'Calls that failed though their error is one to retry.',
    );
    this.failedEntries = counter('failed_entries', '{entry}', 'Entries that successful answers left undone.');
    this.streamErrors = counter(
      'stream_errors',
      '{stream}',
      'Response streams that failed while they were read.',
    );
    this.callsAtDeadline = counter(
      'calls_at_deadline',
      '{call}',
      'Calls in flight when a Lambda function was about to time out.',
    );
    this.calls = counter('calls', '{call}', 'Calls of Lambda invocations that have a summary.');
    this.attempts = counter('attempts', '{attempt}', 'Attempts of Lambda invocations that have a summary.');
    this.callDuration = seconds(
      'call.duration',
      'Duration of calls, waits included, of Lambda invocations that have a summary.',
      DURATION_BUCKETS,
    );
  }

  record(event: ReportableEvent): void {
    const attributes = callAttributes(event);
    if (event.kind === 'needs-retry') this.recordAttempt(event, attributes);
    else if (event.kind === 'after-call') this.recordGivenUp(event, attributes);
    else if (event.kind === 'partial-failure') this.recordEntries(event, attributes);
    else if (event.kind === 'stream-error') this.recordStream(event, attributes);
    else if (event.kind === 'deadline') this.recordDeadline(event, attributes);
    else this.recordSummary(event, attributes);
  }

  private recordAttempt(
    { attempts, throttled, cause, delayMs }: NeedsRetryEvent,
    attributes: Attributes,
  ): void {
    if (throttled) this.throttles.add(1, attributes);
    if (attempts <= 1) return;
    const ofCause = { ...attributes, ...classAttribute(cause?.errorClass) };
    this.retries.add(1, ofCause);
    this.retryDelay.record((delayMs ?? 0) / 1_000, ofCause);
  }

  private recordGivenUp({ errorClass, gaveUpBecause }: AfterCallEvent, attributes: Attributes): void {
    const because = known({ [ATTRIBUTE.gaveUpBecause]: gaveUpBecause });
    this.callsGivenUp.add(1, { ...attributes, ...classAttribute(errorClass), ...because });
  }

  private recordEntries(
    { retryableEntries, finalEntries, errorClass }: PartialFailureEvent,
    attributes: Attributes,
  ): void {
    if (retryableEntries > 0) {
      const retryable = { ...attributes, ...classAttribute(errorClass), [ATTRIBUTE.retryable]: true };
      this.failedEntries.add(retryableEntries, retryable);
    }
    if (finalEntries > 0)
      this.failedEntries.add(finalEntries, { ...attributes, [ATTRIBUTE.retryable]: false });
  }

  private recordStream({ errorClass }: StreamErrorEvent, attributes: Attributes): void {
    this.streamErrors.add(1, { ...attributes, ...classAttribute(errorClass) });
    if (errorClass === 'throttling') this.throttles.add(1, attributes);
  }

  private recordDeadline({ phase }: DeadlineEvent, attributes: Attributes): void {
    this.callsAtDeadline.add(1, { ...attributes, [ATTRIBUTE.phase]: phase });
  }

  private recordSummary({ calls, attempts, callDurationsMs }: SummaryEvent, attributes: Attributes): void {
    this.calls.add(calls, attributes);
    this.attempts.add(attempts, attributes);
    for (const durationMs of callDurationsMs) this.callDuration.record(durationMs / 1_000, attributes);
  }
}
