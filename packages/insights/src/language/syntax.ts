import type { Period } from './period.js';
import type { Regex } from './regex.js';

/** A query as its text says it: commands in order, names not yet resolved. */
export type Query = readonly Command[];

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Named[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | {
      readonly kind: 'parse';
      readonly source: Expression;
      readonly pattern: ParsePattern;
      readonly names: readonly string[];
    }
  | { readonly kind: 'stats'; readonly aggregates: readonly Named[]; readonly keys: readonly Named[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number; readonly any: boolean }
  | { readonly kind: 'dedup'; readonly keys: readonly Expression[] }
  | { readonly kind: 'unnest'; readonly source: Expression; readonly name: string };

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

/** An expression and the column it makes: its alias, or its own text. */
export type Named = { readonly expression: Expression; readonly name: string; readonly aliased: boolean };
export type SortKey = { readonly expression: Expression; readonly descending: boolean };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^';

export type Expression = { readonly start: number; readonly end: number } & (
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
  | {
      readonly kind: 'call';
      /** In lower case without underscores, as the tables of functions have it. */
      readonly name: string;
      readonly arguments: readonly Expression[];
    }
);
