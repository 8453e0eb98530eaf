import type { Reader } from '../row.js';
import type { Call, Expression } from '../syntax.js';

/** What expressions stand in: which names mean what, and when the query runs. */
export type Surroundings = {
  readonly query: string;
  readonly window: QueryWindow;
  field(expression: Expression & { readonly kind: 'field' }): Reader;
  /** A column that is called what the text of this expression says, such as `count(*)` after a `stats`. */
  column(text: string): Reader | undefined;
  /** How an aggregate is read here; undefined where none may stand. */
  aggregate?(call: Call): Reader;
};

/** The moment a query is run at and the time it asks about, in epoch milliseconds. */
export type QueryWindow = {
  readonly now: number;
  readonly start: number | undefined;
  readonly end: number | undefined;
};

/** Makes a function of a row from an expression that stands in the same place. */
export type Compile = (expression: Expression) => Reader;
