import { type EventVisitor, type LogEvent, SCAN, type ScannableEvents } from '../language/event.js';
import { parse } from '../language/parser.js';
import { compileQuery, type Events, type QueryResult } from '../language/query.js';
import { evaluatedText, type LogAlarmQuery, lastStats } from './log-alarm-query.js';

/** One run of an alarm's query. */
export type Window = {
  /** Epoch milliseconds, included. */
  readonly start: number;
  /** Epoch milliseconds, not included: when the query runs. */
  readonly end: number;
  /** A value for each contributor; without `by` there is one, called ``. */
  readonly values: ReadonlyMap<string, number>;
};

export type WindowOptions = {
  /** Milliseconds. */
  readonly period: number;
  /** Epoch milliseconds. @defaultValue the first event's */
  readonly start?: number | undefined;
  /** Epoch milliseconds. @defaultValue the last event's */
  readonly end?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Windows = {
  readonly windows: readonly Window[];
  /** Events that belong to no window, because they have no time. */
  readonly withoutTime: number;
};

/** What a query that runs every period, over that period, would have answered: from one pass over a log. */
export async function windowsOf(
  query: LogAlarmQuery,
  events: Events,
  options: WindowOptions,
): Promise<Windows> {
  const { period } = options;
  const split = new Split(evaluatedText(query), options);
  if (SCAN in events) await events[SCAN](split);
  else for await (const event of events) split.visit(event);
  const answers = await split.answers();
  const read = reader(query);
  const empty = read(undefined);
  const [first, last] = split.range();
  const windows: Window[] = [];
  for (let index = first; index <= last; index++) {
    const answer = answers.get(index);
    const values = answer ? read(answer) : empty;
    windows.push({ start: index * period, end: (index + 1) * period, values });
  }
  return { windows, withoutTime: split.withoutTime };
}

/** Hands each event to the run of the query that looks at its time. */
class Split implements EventVisitor {
  /** All events are wanted: the first and the last say from when to when an alarm is judged. */
  readonly requirements = [];
  readonly needsTime = true;
  withoutTime = 0;
  private readonly runs = new Map<number, Run>();
  private readonly touched = new Set<Run>();
  /** Whole windows: one that was cut would have a value that no alarm sees. */
  private readonly wanted: readonly [number, number];
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly text: string,
    private readonly options: WindowOptions,
  ) {
    const { start = Number.NEGATIVE_INFINITY, end = Number.POSITIVE_INFINITY, period } = options;
    this.wanted = [Math.floor(start / period), Math.floor(end / period)];
  }

  visit(event: LogEvent): boolean {
    const { timestamp } = event;
    if (Number.isNaN(timestamp)) this.withoutTime++;
    const index = Math.floor(timestamp / this.options.period);
    const [from, to] = this.wanted;
    if (!(index >= from && index <= to)) return true;
    this.first = Math.min(this.first, index);
    this.last = Math.max(this.last, index);
    let run = this.runs.get(index);
    if (!run) {
      run = new Run(this.text, this.options.signal);
      this.runs.set(index, run);
    }
    this.touched.add(run);
    run.visit(event);
    return true;
  }

  scanned(): void {
    this.options.signal?.throwIfAborted();
    // Bytes of events go: each run keeps what it needs of them.
    for (const run of this.touched) run.settle();
    this.touched.clear();
  }

  /** The first and the last window, which may have no events where the options say from when to when. */
  range(): readonly [number, number] {
    const [from, to] = this.wanted;
    const first = Number.isFinite(from) ? from : this.first;
    const last = Number.isFinite(to) ? to : this.last;
    return Number.isFinite(first) ? [first, last] : [0, -1];
  }

  async answers(): Promise<ReadonlyMap<number, QueryResult>> {
    const answers = new Map<number, QueryResult>();
    for (const [index, run] of this.runs) answers.set(index, await run.answer());
    return answers;
  }
}

/** A query that is given its events one by one. */
class Run {
  private visitor: EventVisitor | undefined;
  private finish: () => void = () => {};
  private readonly result: Promise<QueryResult>;
  private isFull = false;

  constructor(text: string, signal: AbortSignal | undefined) {
    const events: ScannableEvents = {
      [SCAN]: (visitor) => {
        this.visitor = visitor;
        return new Promise((finished) => {
          this.finish = finished;
        });
      },
    };
    this.result = compileQuery(text).run(events, { signal });
  }

  visit(event: LogEvent): void {
    if (!this.isFull) this.isFull = !this.visitor!.visit(event);
  }

  settle(): void {
    this.visitor!.scanned(0, 0);
  }

  answer(): Promise<QueryResult> {
    this.finish();
    return this.result;
  }
}

/** Reads the values of an answer. A query without events counts 0 and has no other value. */
function reader(query: LogAlarmQuery): (answer: QueryResult | undefined) => ReadonlyMap<string, number> {
  const { aggregates, keys } = lastStats(parse(evaluatedText(query)).commands)!;
  const { name, expression } = aggregates[0]!;
  const isCount =
    expression.kind === 'call' && expression.name === 'count' && expression.arguments.length === 0;
  return (answer) => {
    const values = new Map<string, number>();
    if (keys.length === 0 && isCount) values.set('', 0);
    for (const row of answer?.rows ?? []) {
      const cells = new Map(row.map(({ field, value }) => [field, value]));
      const value = Number(cells.get(name) || Number.NaN);
      const key = keys.map((each) => `${each.name}=${cells.get(each.name) ?? ''}`).join(', ');
      if (!Number.isNaN(value)) values.set(key, value);
    }
    return values;
  };
}
