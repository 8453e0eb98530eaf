import type { InvocationRecord } from './invocation-record.js';
import type { Cost } from './model.js';

/** USD for a gigabyte in a second in us-east-1, up to the first six billion a month (2026). */
export const PRICES_PER_GB_SECOND = { x86: 0.0000166667, arm: 0.0000133334 } as const;
export type Architecture = keyof typeof PRICES_PER_GB_SECOND;

/** USD for a gigabyte of logs, and the bytes that CloudWatch adds to each event when it counts them. */
const LOG_USD_PER_GB = 0.5;
const BYTES_PER_EVENT = 26;
const GB = 2 ** 30;

/** What waiting cost, and what it costs to know of it. */
export class CostMeter {
  private lostMs = 0;
  private pricedMs = 0;
  private gbSeconds = 0;
  private reportedMs = 0;
  private invocations = 0;
  private withoutReport = 0;
  private logEvents = 0;
  private logBytes = 0;

  constructor(private readonly pricePerGbSecond: number) {}

  addReport(durationMs: number | undefined): void {
    this.reportedMs += durationMs ?? 0;
  }

  addLog(message: string): void {
    this.logEvents++;
    this.logBytes += Buffer.byteLength(message) + BYTES_PER_EVENT;
  }

  /** @returns USD; undefined without a line of Lambda that says the memory */
  addInvocation(record: InvocationRecord): number | undefined {
    const { waitedMs, report } = record;
    this.lostMs += waitedMs;
    if (!record.isCall) this.invocations++;
    if (report?.memoryMb === undefined || report.durationMs === undefined) {
      if (!record.isCall) this.withoutReport++;
      return undefined;
    }
    const gbSeconds = (waitedMs / 1000) * (report.memoryMb / 1024);
    this.pricedMs += waitedMs;
    this.gbSeconds += gbSeconds;
    return gbSeconds * this.pricePerGbSecond;
  }

  result(): Cost {
    const { lostMs, pricedMs, gbSeconds, pricePerGbSecond, reportedMs, logBytes } = this;
    return {
      ...{ lostMs, pricedMs, gbSeconds, pricePerGbSecond, reportedMs, logBytes },
      usd: gbSeconds * pricePerGbSecond,
      invocations: this.invocations,
      withoutReport: this.withoutReport,
      logEvents: this.logEvents,
      logUsd: (logBytes / GB) * LOG_USD_PER_GB,
    };
  }
}
