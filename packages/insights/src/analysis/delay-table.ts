import { Quantiles } from '../language/quantiles.js';
import { delayBin } from './delay-bin.js';
import type { Delays } from './model.js';
import { Ranking } from './ranking.js';
import { Series } from './series.js';
import type { TimeAxis } from './time-axis.js';

type Waits = {
  readonly service: string;
  readonly operation: string;
  readonly quantiles: Quantiles;
  longest: number;
  readonly series: Series;
};

/** The distributions of the delays of operations: percentiles as the queries have them, and bins over time. */
export class DelayTable {
  private readonly waits: Ranking<Waits>;

  constructor(
    private readonly axis: TimeAxis,
    private readonly most: number,
  ) {
    this.waits = new Ranking<Waits>(most * 4, ({ quantiles }) => quantiles.count);
  }

  add(service: string, operation: string, time: number, delaysMs: readonly number[]): void {
    if (delaysMs.length === 0) return;
    const waits = this.waits.at(`${service}.${operation}`, () => ({
      service,
      operation,
      quantiles: new Quantiles(),
      longest: 0,
      series: new Series(this.axis),
    }));
    for (const delay of delaysMs) {
      waits.quantiles.add(delay);
      waits.longest = Math.max(waits.longest, delay);
      waits.series.add(time, delayBin(delay), 1);
    }
  }

  /** Operations that the list leaves out. */
  get merged(): number {
    return this.waits.merged;
  }

  list(): Delays[] {
    return this.waits.top(this.most).map(({ service, operation, quantiles, longest, series }) => ({
      ...{ service, operation, count: quantiles.count, longest },
      p50: quantiles.at(50) ?? 0,
      p90: quantiles.at(90) ?? 0,
      p99: quantiles.at(99) ?? 0,
      points: series
        .points()
        .map(
          ([bucket, counts]) =>
            [bucket, ...[...counts.entries()].filter(([, count]) => count > 0).flat()] as const,
        ),
    }));
  }
}
