import type { Parts, Program } from './compile/program.js';
import { compileQueryText } from './compile.js';
import type {
  Division,
  EventVisitor,
  LogEvent,
  QueryStatistics,
  Requirement,
  RunOrder,
  RunPart,
} from './event.js';
import type { Row } from './row.js';
import type { Query } from './syntax.js';
import { display } from './value.js';

/** One run of a query over the events of a log, or over a part of them. */
export class Run implements EventVisitor {
  readonly requirements: readonly Requirement[];
  readonly needsTime: boolean;
  readonly arrivals: ((count: number) => number) | undefined;
  readonly division: Division | undefined;
  private readonly program: Program;
  private readonly row: Row;
  private arrived = 0;
  private recordsMatched = 0;
  private recordsScanned = 0;
  private bytesScanned = 0;

  constructor(
    query: Query,
    private readonly order: RunOrder,
    private readonly signal?: AbortSignal | undefined,
  ) {
    const { text, start, end, limit, now } = order;
    const program = compileQueryText(text, query, { now, start, end }, limit);
    this.program = program;
    this.requirements = program.requirements;
    this.needsTime = program.needsTime || start !== undefined || end !== undefined;
    this.arrivals = program.newestFirst ? (count) => this.numbers(count) : undefined;
    this.row = { event: undefined, values: new Array(program.slots).fill(undefined), scanned: false };
    const { parts } = program.stages[0]!;
    this.division = parts && {
      order,
      signal,
      isLarge: parts.isLarge === true,
      absorb: (part) => this.absorb(part, parts),
    };
  }

  visit(event: LogEvent, arrival = this.numbers(1)): boolean {
    const stage = this.program.stages[0]!;
    const { row } = this;
    const { start, end } = this.order;
    if (start !== undefined && !(event.timestamp >= start)) return true;
    if (end !== undefined && !(event.timestamp <= end)) return true;
    const { match } = this.program;
    row.event = event;
    row.scanned = false;
    match.happened = false;
    stage.nextEvent(arrival);
    stage.push(row);
    if (match.happened) this.recordsMatched++;
    return !stage.isFull();
  }

  scanned(records: number, bytes: number): void {
    this.recordsScanned += records;
    this.bytesScanned += bytes;
    this.signal?.throwIfAborted();
    this.program.stages[0]!.settle();
  }

  async iterate(events: Iterable<LogEvent> | AsyncIterable<LogEvent>): Promise<void> {
    for await (const event of events) {
      this.scanned(1, Buffer.byteLength(event.message));
      if (!this.visit(event)) break;
    }
  }

  /** What was gathered of the events so far, which are a part of all, as data that can be cloned. */
  part(): RunPart {
    return {
      gathered: this.program.stages[0]!.parts!.gathered(),
      arrived: this.arrived,
      statistics: this.statistics,
    };
  }

  result(): RunResult {
    const { stages, columns } = this.program;
    let rows = stages[0]!.finish();
    for (const stage of stages.slice(1)) {
      for (const [index, row] of rows.entries()) {
        stage.nextEvent(index);
        stage.push(row);
      }
      rows = stage.finish();
    }
    return {
      columns: columns.map(({ name }) => name),
      rows: rows.map((row) =>
        columns.flatMap(({ name, read }) => {
          const value = display(read(row));
          return value === undefined ? [] : [{ field: name, value }];
        }),
      ),
      statistics: this.statistics,
    };
  }

  /** Gives the first of `count` numbers of arrival. */
  private numbers(count: number): number {
    const first = this.arrived;
    this.arrived += count;
    return first;
  }

  private absorb({ gathered, arrived, statistics }: RunPart, parts: Parts): void {
    parts.absorb(gathered, this.numbers(arrived));
    this.recordsMatched += statistics.recordsMatched;
    this.recordsScanned += statistics.recordsScanned;
    this.bytesScanned += statistics.bytesScanned;
  }

  private get statistics(): QueryStatistics {
    const { recordsMatched, recordsScanned, bytesScanned } = this;
    return { recordsMatched, recordsScanned, bytesScanned };
  }
}

/** Rows as `QueryResult` has them. */
type RunResult = {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly field: string; readonly value: string }[][];
  readonly statistics: QueryStatistics;
};
