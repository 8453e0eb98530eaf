import type { LogEvent } from '../language/event.js';
import { AdaptiveTable } from './adaptive-table.js';
import { ColdStartTable } from './cold-starts.js';
import { Copies } from './copies.js';
import { CostMeter } from './cost-meter.js';
import { DELAY_BINS_MS } from './delay-bin.js';
import { DelayTable } from './delay-table.js';
import { DOCUMENT_FIELDS, type Document, documentIn } from './document.js';
import { factsOf } from './document-facts.js';
import { FactTable } from './fact-table.js';
import { Fields } from './fields.js';
import { InvocationTable } from './invocation-table.js';
import { Lines, lineIn } from './lines.js';
import { LossTable } from './loss-table.js';
import type { Analysis, Fact, FactKind, Totals } from './model.js';
import { PLATFORM_FIELDS, PLATFORM_TEXTS, platformIn } from './platform.js';
import { StuckTable } from './stuck-table.js';
import { TimeAxis } from './time-axis.js';

/** So many of each are in the result at most, which bounds its size. */
const MOST = { buckets: 120, facts: 300, operations: 60, invocations: 40, groups: 100 } as const;
/** So many are kept while reading, so that the counts of those in the result are right. */
const KEPT = { facts: 2_000, streams: 10_000, groups: 1_000 } as const;

/** All that is counted of a log. */
export class Tables {
  /** What an event has that counts: one of these texts. */
  static readonly TEXTS = ['"ServiceId"', 'needs-retry.', ...PLATFORM_TEXTS];

  events = 0;
  private calls = 0;
  private summaryRetries = 0;
  private futile = 0;
  private readonly fields = new Fields([...DOCUMENT_FIELDS, ...PLATFORM_FIELDS]);
  private readonly axis = new TimeAxis(MOST.buckets);
  private readonly copies = new Copies();
  private readonly facts = new FactTable(this.axis, KEPT.facts);
  private readonly delays = new DelayTable(this.axis, MOST.operations);
  private readonly stuck = new StuckTable(MOST.groups);
  private readonly coldStarts = new ColdStartTable(MOST.groups);
  private readonly adaptive = new AdaptiveTable(KEPT.groups);
  private readonly losses = new LossTable(MOST.groups);
  private readonly lines = new Lines(
    this.axis,
    ({ service, operation, count }, time) =>
      this.facts.add({ kind: 'retry', service, operation, key: {}, time, count }),
    KEPT.streams,
  );
  private readonly cost: CostMeter;
  private readonly invocations: InvocationTable;

  constructor(pricePerGbSecond: number) {
    this.cost = new CostMeter(pricePerGbSecond);
    this.invocations = new InvocationTable(
      this.cost,
      (record) => {
        this.stuck.add(record);
        this.coldStarts.add(record);
      },
      MOST.invocations,
    );
  }

  add(event: LogEvent): void {
    const { timestamp, message } = event;
    this.fields.pointAt(event);
    const stream = `${event.log ?? ''} ${event.logStream ?? ''}`;
    const line = lineIn(message);
    if (line) {
      this.axis.cover(timestamp);
      this.cost.addLog(message);
      this.lines.addLine(stream, line, timestamp);
      return;
    }
    const document = documentIn(this.fields, timestamp);
    if (document) {
      this.addDocument(document, event, stream);
      return;
    }
    const platform = platformIn(this.fields, message);
    if (!platform) return;
    this.axis.cover(timestamp);
    this.invocations.addPlatform(platform);
  }

  private addDocument(document: Document, { timestamp, message, log }: LogEvent, stream: string): void {
    this.axis.cover(timestamp);
    this.cost.addLog(message);
    if (this.copies.isCopy(document, message)) return;
    this.losses.add(document, log);
    const { service, operation, metrics, result } = document;
    if (document.kind === 'summary') {
      this.calls += metrics.calls;
      this.summaryRetries += metrics.summaryRetries;
      return;
    }
    if (result.isFutile) this.futile += metrics.retries;
    for (const fact of factsOf(document, timestamp)) this.facts.add(fact);
    this.delays.add(service, operation, timestamp, metrics.delaysMs);
    this.lines.addDocument(stream, service, operation, metrics.retries);
    this.adaptive.add(stream, document);
    this.invocations.addDocument(document);
  }

  result(): Analysis {
    this.lines.finish();
    const invocations = this.invocations.list();
    const { all, cold } = this.invocations.reported;
    const facts = this.facts.list(MOST.facts);
    const stuck = this.stuck.list();
    return {
      period: this.axis.period,
      bucketMs: this.axis.widthMs,
      totals: this.totalsOf(
        facts,
        stuck.reduce((sum, { calls }) => sum + calls, 0),
      ),
      ...{ facts, stuck, invocations },
      delays: this.delays.list(),
      delayBinsMs: DELAY_BINS_MS,
      coldStarts: {
        cold: Math.max(cold, this.coldStarts.cold),
        warm: Math.max(all - cold, this.coldStarts.warm),
        operations: this.coldStarts.list(),
      },
      adaptive: this.adaptive.list(),
      losses: this.losses.list(),
      cost: this.cost.result(),
      notes: this.notes(),
    };
  }

  private totalsOf(facts: readonly Fact[], callsAtDeadline: number): Totals {
    const of = (wanted: FactKind, member: 'count' | 'sum' = 'count') =>
      facts.reduce((sum, fact) => sum + (fact.kind === wanted ? fact[member] : 0), 0);
    return {
      events: this.events,
      retries: of('retry'),
      throttles: of('throttle'),
      gaveUp: of('gave-up'),
      retryableEntries: of('partial-failure'),
      finalEntries: of('partial-failure', 'sum'),
      streamErrors: of('stream-error'),
      callsAtDeadline,
      futile: this.futile,
      waitedMs: of('retry', 'sum'),
      calls: this.calls,
      retriesInSummaries: this.summaryRetries,
      invocations: this.invocations.reported.all,
      timeouts: this.invocations.reported.timedOut,
    };
  }

  private notes(): string[] {
    const counted = (count: number, text: string) =>
      count > 0 ? [`${count.toLocaleString('en-US')} ${text}`] : [];
    return [
      ...counted(
        this.copies.count,
        'documents tell of an event that another one has told of: a log that was read twice, or two sinks of one client. They are counted once.',
      ),
      ...counted(
        this.lines.withoutDocument,
        'lines have no document, though others of their log stream have one: documents were lost or filtered out. These retries are not counted.',
      ),
      ...counted(
        this.facts.merged,
        'combinations of resource, error and reason are counted as “(others)” of their operation: those with the lowest counts.',
      ),
      ...counted(this.delays.merged, 'operations are left out of the delays: those with the fewest retries.'),
      ...counted(
        this.invocations.left,
        'invocations with retries or failures are not listed one by one: those that lost least.',
      ),
      ...counted(
        this.stuck.merged,
        'groups of calls in flight at a deadline are left out: those that took least.',
      ),
    ];
  }
}
