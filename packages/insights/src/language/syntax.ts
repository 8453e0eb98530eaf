import type { QueryNote } from './notes.js';
import type { Period } from './period.js';
import type { Regex } from './regex.js';

/** A query as its text says it: commands in order, names not yet resolved. */
export type Query = { readonly commands: readonly Command[]; readonly notes: readonly QueryNote[] };

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Named[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | ParseCommand
  | { readonly kind: 'stats'; readonly aggregates: readonly Named[]; readonly keys: readonly Named[] }
  | { readonly kind: 'pattern'; readonly source: Expression }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number; readonly which: 'first' | 'any' | 'last' }
  | { readonly kind: 'dedup'; readonly keys: readonly Expression[] }
  | { readonly kind: 'unnest'; readonly source: Expression; readonly name: Name };

export type ParseCommand = {
  readonly kind: 'parse';
  readonly source: Expression;
  readonly pattern: ParsePattern;
  readonly names: readonly Name[];
};

export type ParsePattern =
  | { readonly kind: 'glob'; readonly literals: readonly string[] }
  | {
      readonly kind: 'regex';
      readonly regex: Regex;
      /** The groups, by number, that become the fields. */
      readonly groups: readonly number[];
      readonly multi: boolean;
    }
  | { readonly kind: 'logfmt' }
  | { readonly kind: 'csv' }
  | { readonly kind: 'json'; readonly path: string };

/** A name that a query gives to something, and where it gives it. */
export type Name = { readonly text: string; readonly start: number };

/** An expression and the column it makes: called by its alias, or by its own text. */
export type Named = {
  readonly expression: Expression;
  readonly name: string;
  readonly alias: Name | undefined;
};
export type SortKey = { readonly expression: Expression; readonly descending: boolean };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^';

/** Offsets in the text of the query: an expression knows its own text. */
type Place = { readonly start: number; readonly end: number };

export type Expression = Place &
  (
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'literal'; readonly value: string | number | boolean }
    | { readonly kind: 'period'; readonly period: Period }
    | {
        readonly kind: 'arithmetic';
        readonly operator: Arithmetic;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'comparison';
        readonly operator: Comparison;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'in'; readonly value: Expression; readonly list: readonly Expression[] }
    | { readonly kind: 'contains'; readonly value: Expression; readonly part: Expression }
    | { readonly kind: 'matches'; readonly value: Expression; readonly regex: Regex }
    | { readonly kind: 'path'; readonly value: Expression; readonly path: string }
    | Call
  );

export type Call = Place & {
  readonly kind: 'call';
  /** In lower case, as the tables of functions have it. */
  readonly name: string;
  readonly arguments: readonly Expression[];
};

/** Whether `holds` for an expression or for anything inside it. */
export function someExpression(expression: Expression, holds: (inner: Expression) => boolean): boolean {
  return holds(expression) || partsOf(expression).some((part) => someExpression(part, holds));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'field':
    case 'literal':
    case 'period':
      return [];
    case 'arithmetic':
    case 'comparison':
    case 'and':
    case 'or':
      return [expression.left, expression.right];
    case 'not':
      return [expression.operand];
    case 'in':
      return [expression.value, ...expression.list];
    case 'contains':
      return [expression.value, expression.part];
    case 'matches':
    case 'path':
      return [expression.value];
    case 'call':
      return expression.arguments;
  }
}
