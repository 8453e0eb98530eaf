import { checkOptions, need } from '@needs-retry/core/internal';
import { type EventVisitor, type LogEvent, SCAN } from '../language/event.js';
import type { Events } from '../language/query.js';
import { type Architecture, PRICES_PER_GB_SECOND } from './cost-meter.js';
import type { Analysis } from './model.js';
import { Tables } from './tables.js';

export type AnalysisOptions = {
  /** Only events from this moment on; epoch milliseconds. */
  readonly start?: number | undefined;
  /** Only events up to this moment, which is included; epoch milliseconds. */
  readonly end?: number | undefined;
  /** Of the functions, which decides the price. @defaultValue `x86` */
  readonly architecture?: Architecture | undefined;
  /** USD that a gigabyte of memory costs in a second. @defaultValue Lambda's price in us-east-1 */
  readonly pricePerGbSecond?: number | undefined;
  /** Ends the analysis early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Counts all that needs-retry and Lambda say in a log, in one pass and in bounded memory. Retries are counted as the
 * queries of the catalogue count them, and each once: not its line and its document, nor a copy of either.
 *
 * @example
 * const { totals, facts } = await analyzeLogs(readLogs('app.log'));
 * @throws {TypeError} for an option that there is not, or a value that it cannot have
 */
export async function analyzeLogs(events: Events, options: AnalysisOptions = {}): Promise<Analysis> {
  check(options);
  const { architecture = 'x86', pricePerGbSecond = PRICES_PER_GB_SECOND[architecture] } = options;
  const visitor = new Visitor(new Tables(pricePerGbSecond), options);
  if (SCAN in events) await events[SCAN](visitor);
  else await visitor.iterate(events);
  return visitor.tables.result();
}

function check(options: AnalysisOptions): void {
  checkOptions('analyzeLogs', options, ['start', 'end', 'architecture', 'pricePerGbSecond', 'signal']);
  const { start, end, architecture, pricePerGbSecond, signal } = options;
  for (const [name, value] of Object.entries({ start, end })) {
    need(value === undefined || Number.isFinite(value), name, 'a number of epoch milliseconds', value);
  }
  const names = Object.keys(PRICES_PER_GB_SECOND);
  const isKnown = architecture === undefined || names.includes(architecture);
  need(isKnown, 'architecture', names.join(' or '), architecture);
  const isPrice =
    pricePerGbSecond === undefined || (Number.isFinite(pricePerGbSecond) && pricePerGbSecond >= 0);
  need(isPrice, 'pricePerGbSecond', 'a number of USD from 0', pricePerGbSecond);
  need(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal', signal);
}

class Visitor implements EventVisitor {
  readonly requirements = [{ texts: Tables.TEXTS }];
  readonly needsTime = true;

  constructor(
    readonly tables: Tables,
    private readonly options: AnalysisOptions,
  ) {}

  visit(event: LogEvent): boolean {
    const { start, end } = this.options;
    if (start !== undefined && !(event.timestamp >= start)) return true;
    if (end !== undefined && !(event.timestamp <= end)) return true;
    this.tables.add(event);
    return true;
  }

  scanned(records: number): void {
    this.tables.events += records;
    this.options.signal?.throwIfAborted();
  }

  async iterate(events: Iterable<LogEvent> | AsyncIterable<LogEvent>): Promise<void> {
    for await (const event of events) {
      this.scanned(1);
      this.visit(event);
    }
  }
}
