import type { Document } from './document.js';
import { Intervals } from './intervals.js';
import type { Moment } from './model.js';
import type { Platform } from './platform.js';

const MOST_MOMENTS = 60;

/** What an operation did in one invocation. */
export type OperationRecord = {
  readonly service: string;
  readonly operation: string;
  retries: number;
  waitedMs: number;
};

/** What is known of an invocation, or of a call outside of Lambda, while its documents come in. */
export class InvocationRecord {
  functionName: string | undefined;
  report: Platform | undefined;
  from = Number.POSITIVE_INFINITY;
  retries = 0;
  throttles = 0;
  gaveUp = 0;
  retryableEntries = 0;
  readonly deadlines: Document[] = [];
  readonly timeline: Moment[] = [];
  left = 0;
  timedOut = false;
  readonly operations = new Map<string, OperationRecord>();
  private isMarkedCold = false;
  private readonly waits = new Intervals();
  /** Of waits of which it is not known when they were. */
  private unplacedMs = 0;

  constructor(
    readonly id: string,
    /** Whether it is a call outside of Lambda. */
    readonly isCall: boolean,
  ) {}

  add(document: Document): void {
    const { metrics, call } = document;
    this.functionName ??= call.functionName;
    this.retries += metrics.retries;
    this.throttles += metrics.throttles;
    this.gaveUp += metrics.gaveUp;
    this.retryableEntries += metrics.retryableEntries ?? 0;
    if (call.coldStart === 'yes') this.isMarkedCold = true;
    if (document.kind === 'deadline' && this.deadlines.length < MOST_MOMENTS) this.deadlines.push(document);
    if (metrics.retries > 0) this.addWaits(document);
    this.addMoment(document);
  }

  end(platform: Platform): void {
    this.timedOut = platform.timedOut;
    this.report = platform;
  }

  get coldStart(): boolean {
    return this.isMarkedCold || (this.report?.isColdStart ?? false);
  }

  get durationMs(): number | undefined {
    return this.report?.durationMs;
  }

  /** Milliseconds in which at least one call waited; no longer than the invocation took. */
  get waitedMs(): number {
    return Math.min(this.waits.length + this.unplacedMs, this.durationMs ?? Number.POSITIVE_INFINITY);
  }

  private addWaits({
    service,
    operation,
    isBurst,
    time,
    metrics,
    result: { durationMs = 0 },
  }: Document): void {
    const { retries, waitedMs } = metrics;
    // A burst says how long its retries waited, and not when.
    if (isBurst) this.unplacedMs += waitedMs;
    else this.waits.add(time - durationMs - waitedMs, time - durationMs);
    const name = `${service}.${operation}`;
    const known = this.operations.get(name) ?? { service, operation, retries: 0, waitedMs: 0 };
    known.retries += retries;
    known.waitedMs += waitedMs;
    this.operations.set(name, known);
  }

  private addMoment(document: Document): void {
    const moment = momentOf(document);
    this.from = Math.min(this.from, beginOf(moment));
    if (this.timeline.length < MOST_MOMENTS) this.timeline.push(moment);
    else this.left++;
  }
}

function momentOf(document: Document): Moment {
  const { kind, isBurst, service, operation, resource, time, metrics, result, call } = document;
  return {
    time,
    kind,
    service,
    operation,
    resource,
    call: call.sdkInvocationId,
    attempt: call.attempts,
    durationMs: result.durationMs,
    delayMs: metrics.retries > 0 ? metrics.waitedMs : undefined,
    causeDurationMs: result.causeDurationMs,
    cause: result.cause,
    error: result.errorName ?? result.reason,
    throttled: metrics.throttles > 0 || undefined,
    ended: result.phase ?? result.gaveUpBecause ?? result.ok,
    documents: isBurst ? document.documents : undefined,
  };
}

/** When the attempt before began: nothing of the call is known from before that. */
function beginOf({
  kind,
  time,
  durationMs = 0,
  delayMs = 0,
  causeDurationMs = 0,
  documents,
}: Moment): number {
  if (documents !== undefined) return time;
  return time - durationMs - (kind === 'attempt' ? delayMs + causeDurationMs : 0);
}
