import type { CostMeter } from './cost-meter.js';
import type { Document } from './document.js';
import { InvocationRecord } from './invocation-record.js';
import type { Invocation } from './model.js';
import type { Platform } from './platform.js';

/** How many invocations are open at a time, and how many events of theirs. */
const MOST_OPEN = 20_000;
const MOST_MOMENTS = 200_000;
/** Reports of invocations of which there is no document, or not yet. */
const MOST_REPORTS = 100_000;

export type OnInvocation = (record: InvocationRecord) => void;

/**
 * Joins what the documents and Lambda say of an invocation, by its request id, in whichever order they come. The
 * invocation that was heard of least recently is settled when there are too many.
 */
export class InvocationTable {
  /** Invocations that Lambda reports, and those of them that began an execution environment or timed out. */
  readonly reported = { all: 0, cold: 0, timedOut: 0 };
  private readonly open = new Map<string, InvocationRecord>();
  private moments = 0;
  private readonly reports = new Map<string, Platform>();
  private readonly worst: { readonly weight: number; readonly invocation: Invocation }[] = [];
  /** Invocations that the list leaves out. */
  left = 0;

  constructor(
    private readonly cost: CostMeter,
    private readonly onSettled: OnInvocation,
    private readonly most: number,
  ) {}

  addDocument(document: Document): void {
    const { kind, call } = document;
    const { requestId, sdkInvocationId } = call;
    const id = requestId ?? sdkInvocationId;
    if (id === undefined || kind === 'summary') return;
    const record = this.touched(id, requestId === undefined);
    const before = record.timeline.length;
    record.add(document);
    this.moments += record.timeline.length - before;
    while (this.open.size > MOST_OPEN || this.moments > MOST_MOMENTS) this.settleOldest();
  }

  addPlatform(platform: Platform): void {
    const { requestId } = platform;
    const known = this.reports.get(requestId);
    const joined = known ? join(known, platform) : platform;
    if (joined.isReport && !known?.isReport) this.count(platform);
    if (joined.timedOut && !known?.timedOut) this.reported.timedOut++;
    this.reports.set(requestId, joined);
    if (this.reports.size > MOST_REPORTS) this.reports.delete(this.reports.keys().next().value!);
    this.open.get(requestId)?.end(joined);
  }

  /** Those to look at, the worst first. */
  list(): Invocation[] {
    while (this.open.size > 0) this.settleOldest();
    return this.worst.map(({ invocation }) => invocation);
  }

  private count({ durationMs, isColdStart }: Platform): void {
    this.reported.all++;
    if (isColdStart) this.reported.cold++;
    this.cost.addReport(durationMs);
  }

  /** The record of an invocation, which is then the last to be settled. */
  private touched(id: string, isCall: boolean): InvocationRecord {
    const known = this.open.get(id);
    if (known) this.open.delete(id);
    const record = known ?? new InvocationRecord(id, isCall);
    this.open.set(id, record);
    const report = known ? undefined : this.reports.get(id);
    if (report) record.end(report);
    return record;
  }

  private settleOldest(): void {
    const [id, record] = this.open.entries().next().value!;
    this.open.delete(id);
    this.moments -= record.timeline.length;
    const costUsd = this.cost.addInvocation(record);
    this.onSettled(record);
    this.rank(record, costUsd);
  }

  private rank(record: InvocationRecord, costUsd: number | undefined): void {
    const weight = weightOf(record);
    const isFull = this.worst.length >= this.most;
    if (isFull) this.left++;
    if (isFull && this.worst.at(-1)!.weight >= weight) return;
    const place = this.worst.findIndex((each) => each.weight < weight);
    this.worst.splice(place < 0 ? this.worst.length : place, 0, {
      weight,
      invocation: shown(record, costUsd),
    });
    if (this.worst.length > this.most) this.worst.pop();
  }
}

/** Lambda may say in one line that an invocation timed out, and how long it took in another. */
function join(known: Platform, next: Platform): Platform {
  const report = known.isReport ? known : next;
  return { ...report, timedOut: known.timedOut || next.timedOut };
}

const YEAR_MS = 3e10;

/** Those that timed out come before those that lost a call, and these before those that only waited. */
function weightOf({ timedOut, deadlines, gaveUp, waitedMs, retries }: InvocationRecord): number {
  const rank = timedOut || deadlines.length > 0 ? 2 : gaveUp > 0 ? 1 : 0;
  return rank * YEAR_MS + waitedMs + retries / 1000;
}

function shown(record: InvocationRecord, costUsd: number | undefined): Invocation {
  const { id, isCall, functionName, from, durationMs, waitedMs, retries, throttles, gaveUp, left } = record;
  const { retryableEntries, deadlines, coldStart, timedOut, timeline } = record;
  return {
    ...{ id, isCall, functionName, from, durationMs, waitedMs, retries, throttles, gaveUp, retryableEntries },
    callsAtDeadline: deadlines.length,
    ...{ coldStart, timedOut, costUsd, left },
    services: [...new Set(timeline.map(({ service }) => service))].sort(),
    timeline: [...timeline].sort((a, b) => a.time - b.time),
  };
}
