import { QuerySyntaxError } from '../errors.js';
import type { Requirement } from '../event.js';
import type { QueryWindow, Surroundings } from '../expression/surroundings.js';
import { compileExpression } from '../expression.js';
import type { Origin } from '../needles.js';
import type { Push, Reader, Row } from '../row.js';
import { EventScope, RowScope, type Scope } from '../scope.js';
import type { Call, Expression, Name } from '../syntax.js';
import type { Column, Stage, Step } from './program.js';
import { TakenNames } from './taken-names.js';

/** What was compiled so far: stages that are complete, and the steps of the one that the next command adds to. */
export class Pipeline {
  readonly events = new EventScope();
  readonly stages: Stage[] = [];
  readonly requirements: Requirement[] = [];
  readonly match = { happened: false };
  /** What `fields` and `stats` show, unless there is a `display`. */
  fields: Column[] = [];
  display: Column[] | undefined;
  private scope: Scope = this.events;
  private steps: Step[] = [];
  private names: TakenNames;

  constructor(
    readonly query: string,
    private readonly window: QueryWindow,
  ) {
    this.names = new TakenNames(query);
  }

  /** Whether the rows here are events that nothing has gathered, sorted or limited. */
  get isFirstStage(): boolean {
    return this.stages.length === 0;
  }

  /** Whether the rows here are events rather than rows of a `stats`. */
  get hasEvents(): boolean {
    return this.scope === this.events;
  }

  get hasSteps(): boolean {
    return this.steps.length > 0;
  }

  step(step: Step): void {
    this.steps.push(step);
  }

  /** Ends the stage: `last` takes each row that came through its steps, and `finish` gives the rows of the next. */
  endStage(last: Push, stage: Partial<Stage> & Pick<Stage, 'finish'>): void {
    const { match } = this;
    const matching: Push = (row) => {
      match.happened = true;
      last(row);
    };
    const push = this.steps.reduceRight((next, step) => step(next), this.isFirstStage ? matching : last);
    this.steps = [];
    this.stages.push({ push, nextEvent: () => {}, settle: () => {}, isFull: () => false, ...stage });
  }

  /** From here on rows have the columns of `scope` alone, and show them. */
  continueWith(scope: RowScope, columns: readonly string[], names: TakenNames): void {
    this.scope = scope;
    this.names = names;
    this.fields = columns.map((name) => ({ name, read: scope.reader(name)! }));
    this.display = undefined;
  }

  /** Gives a name to a new value of each row; the place of it in the row. */
  define(name: Name, origin: Origin): number {
    this.names.claim(name);
    return this.scope.define(name.text, origin);
  }

  /** Shows a field by its own name, which then cannot be given to anything else. */
  show(name: string): void {
    this.names.show(name);
  }

  origin(name: string): Origin {
    return this.scope.origin(name);
  }

  /** Whether an expression is when events happened. */
  isTime(expression: Expression): boolean {
    return this.hasEvents && expression.kind === 'field' && this.events.isTime(expression.name);
  }

  compile(expression: Expression): Reader {
    return compileExpression(
      expression,
      this.surroundings((name) => this.scope.reader(name)),
    );
  }

  /** After `stats … by bin()`, rows can be sorted by `@timestamp`: it is the beginning of their period. */
  compileSortKey(expression: Expression): Reader {
    const { scope } = this;
    const time = scope instanceof RowScope ? scope.time : undefined;
    const reader = (name: string) => scope.reader(name) ?? (name === '@timestamp' ? time : undefined);
    return compileExpression(expression, this.surroundings(reader));
  }

  /** An item of `stats`: its aggregates gather the rows here, and it may use what `columns` has by then. */
  compileItem(expression: Expression, columns: RowScope, aggregate: (call: Call) => Reader): Reader {
    return compileExpression(expression, {
      query: this.query,
      window: this.window,
      field: ({ name, start }) => columns.reader(name) ?? this.notAggregated(name, start),
      column: (text) => columns.column(text),
      aggregate,
    });
  }

  /** A copy of a row that outlives its event, once it is settled; a row of `stats` has none. */
  keep(row: Row): Row {
    return row.event ? this.events.keep(row) : row;
  }

  settle(row: Row): void {
    if (row.event) this.events.settle(row);
  }

  private surroundings(reader: (name: string) => Reader | undefined): Surroundings {
    return {
      query: this.query,
      window: this.window,
      field: ({ name, start }) => reader(name) ?? this.unknown(name, start),
      column: (text) => this.scope.column(text),
    };
  }

  private unknown(name: string, start: number): never {
    const meant = this.names.meantBy(name);
    const expected = meant ? [`\`${meant}\``] : ['a column of the `stats` before'];
    const reason = `After \`stats\` there is no \`${name}\` but one that it kept.`;
    throw new QuerySyntaxError(this.query, start, reason, expected);
  }

  private notAggregated(name: string, start: number): never {
    throw new QuerySyntaxError(this.query, start, `\`${name}\` is neither aggregated nor grouped by.`, [
      'an aggregate',
    ]);
  }
}
