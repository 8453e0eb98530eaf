import { Ranking } from './ranking.js';
import { Series } from './series.js';
import type { TimeAxis } from './time-axis.js';

const LINE = /needs-retry\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\|increment\|count=(\d+)/;

export type Line = { readonly service: string; readonly operation: string; readonly count: number };

/** A line of needs-retry, also where it stands in JSON or behind a prefix. */
export function lineIn(message: string): Line | undefined {
  const match = LINE.exec(message);
  return match ? { service: match[1]!, operation: match[2]!, count: Number(match[3]) } : undefined;
}

/** The retries of an operation in one log stream. */
type Stream = {
  readonly service: string;
  readonly operation: string;
  lines: number;
  documents: number;
  /** Of the lines, while there are no documents. */
  series: Series | undefined;
};

/** Told of retries that have a line and no document. */
export type OnAlone = (line: Line, time: number) => void;

/**
 * Lines beside documents. A retry writes both where both sinks are on, so in a log stream that has documents of an
 * operation its lines are not counted once more. Elsewhere the lines are all there is.
 */
export class Lines {
  /** Of streams that have documents: lines without one, because it was lost or filtered out. */
  withoutDocument = 0;
  private readonly streams: Ranking<Stream>;

  constructor(
    private readonly axis: TimeAxis,
    private readonly onAlone: OnAlone,
    most: number,
  ) {
    this.streams = new Ranking<Stream>(
      most,
      ({ lines, documents }) => lines + documents,
      (stream) => this.settle(stream),
    );
  }

  addLine(stream: string, { service, operation, count }: Line, time: number): void {
    const found = this.at(stream, service, operation);
    found.lines += count;
    if (found.documents > 0) return;
    found.series ??= new Series(this.axis);
    found.series.add(time, 0, count);
  }

  addDocument(stream: string, service: string, operation: string, retries: number): void {
    if (retries === 0) return;
    const found = this.at(stream, service, operation);
    found.documents += retries;
    found.series = undefined;
  }

  /** Tells of all that is left to tell. */
  finish(): void {
    this.streams.top(0);
  }

  private at(stream: string, service: string, operation: string): Stream {
    return this.streams.at(JSON.stringify([stream, service, operation]), () => ({
      ...{ service, operation, lines: 0, documents: 0 },
      series: undefined,
    }));
  }

  private settle({ service, operation, lines, documents, series }: Stream): void {
    if (documents > 0) this.withoutDocument += Math.max(0, lines - documents);
    for (const [bucket, [count = 0]] of series?.points() ?? []) {
      this.onAlone({ service, operation, count }, bucket * this.axis.widthMs);
    }
  }
}
