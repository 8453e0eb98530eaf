import type { ErrorClass, ReportableEvent } from '../event.js';
import type { Subject } from './emf-document.js';
import type { Host } from './host.js';
import { kindOf } from './members.js';
import { type Metrics, Sums } from './metrics.js';
import type { AddMembers } from './tail.js';
import type { Writer } from './writer.js';

const SECOND_MS = 1_000;
const MAX_KEYS = 1_000;

/** An event of the kinds that are summed up. */
type Summed = Exclude<ReportableEvent, { readonly kind: 'deadline' | 'summary' }>;

/** Writes a document. */
export type WriteSums = (subject: Subject, dimensions: string, metrics: Metrics, members: AddMembers) => void;

/**
 * Of the documents of one key, the first `limit` in a second are written whole. The rest of that second is summed up in
 * one document of `kind: "burst"`, or one for each 100 values. The second of a key begins with its first document.
 */
export class Bursts {
  /** The keys whose second is under way, oldest first. */
  private readonly bursts = new Map<string, Burst>();
  /** How many of them have sums. */
  private summed = 0;
  private hasTimer = false;
  private ignoreExit: (() => void) | undefined;

  constructor(
    private readonly limit: number,
    private readonly write: WriteSums,
    private readonly writer: Writer,
    private readonly host: Host,
  ) {}

  /** Returns true if the event is summed up, so that no document of its own is to be written. */
  take(event: ReportableEvent, dimensions: string): boolean {
    if (event.kind === 'deadline' || event.kind === 'summary') return false;
    const now = this.host.now();
    this.endSeconds(now);
    const key = keyOf(event, dimensions);
    let burst = this.bursts.get(key);
    if (burst === undefined) {
      if (this.bursts.size >= MAX_KEYS) return false;
      burst = new Burst(event, dimensions, now + SECOND_MS);
      this.bursts.set(key, burst);
    }
    if (burst.written < this.limit) {
      burst.written++;
      return false;
    }
    if (burst.isEmpty) this.summed++;
    burst.add(event);
    if (burst.isFull) this.finish(burst);
    this.watch();
    return true;
  }

  /** Writes the sums under way. */
  flush(): void {
    for (const burst of this.bursts.values()) this.finish(burst);
    this.watch();
  }

  private endSeconds(now: number): void {
    for (const [key, burst] of this.bursts) {
      if (burst.endsAt > now) break;
      this.bursts.delete(key);
      this.finish(burst);
    }
  }

  private finish(burst: Burst): void {
    if (burst.isEmpty) return;
    this.summed--;
    burst.write(this.write);
  }

  /** While there are sums, a timer and the process's exit write them. */
  private watch(): void {
    if (this.summed === 0) {
      this.ignoreExit?.();
      this.ignoreExit = undefined;
      return;
    }
    this.ignoreExit ??= this.writer.beforeExit(() => this.flush());
    if (this.hasTimer) return;
    this.hasTimer = true;
    const [oldest] = this.bursts.values();
    this.writer.after(Math.max(1, oldest!.endsAt - this.host.now()), () => {
      this.hasTimer = false;
      this.endSeconds(this.host.now());
      this.watch();
    });
  }
}

/** The sums of one key in one second. */
class Burst {
  /** Documents that were written whole. */
  written = 0;
  private readonly sums = new Sums();
  private finalEntries: number | undefined;
  /** How many documents the sums stand for: some have no metric that would tell. */
  private documents = 0;
  /** Of the latest event. */
  private timestamp: number | undefined;
  private readonly key: Omit<Subject, 'timestamp'>;
  private readonly burstOf: string;
  private readonly errorClass: ErrorClass | undefined;
  private readonly requestId: string | undefined;

  constructor(
    event: Summed,
    private readonly dimensions: string,
    readonly endsAt: number,
  ) {
    const { service, operation } = event;
    const { resource, coldStart } = event.properties;
    const properties = {
      ...(resource !== undefined && { resource }),
      ...(coldStart !== undefined && { coldStart }),
    };
    this.key = { service, operation, properties };
    this.burstOf = kindOf(event);
    this.errorClass = event.errorClass;
    this.requestId = event.requestId;
  }

  get isEmpty(): boolean {
    return this.timestamp === undefined;
  }

  get isFull(): boolean {
    return this.sums.isFull;
  }

  add(event: Summed): void {
    this.timestamp = event.timestamp;
    this.documents++;
    this.sums.add(event);
    if (event.kind !== 'partial-failure') return;
    this.finalEntries = (this.finalEntries ?? 0) + event.finalEntries;
  }

  /** Writes the sums, which then begin anew. */
  write(write: WriteSums): void {
    const { key, dimensions, timestamp = 0, documents, finalEntries } = this;
    this.timestamp = undefined;
    this.documents = 0;
    this.finalEntries = undefined;
    write({ ...key, timestamp }, dimensions, this.sums.take(), (add) => {
      add('kind', 'burst');
      add('burstOf', this.burstOf);
      add('documents', documents);
      add('errorClass', this.errorClass);
      add('finalEntries', finalEntries);
      add('requestId', this.requestId);
    });
  }
}

/** What documents of one burst have in common. */
function keyOf(event: Summed, dimensions: string): string {
  const { kind, service, operation, errorClass, requestId, properties } = event;
  return JSON.stringify([kind, service, operation, errorClass, requestId, properties.resource, dimensions]);
}
